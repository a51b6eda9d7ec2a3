//! Sums of what was used, as the wire has them. Refuses to know whose.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::demo::usage::Piece;
use crate::demo::world::talk::Used;

/// A sum.
#[derive(Default)]
pub struct Tally {
    pub used: Used,
    /// What that cost, part by part, in millionths of a dollar: they add up without a rest.
    costs: [i64; 4],
    /// Answers of models that have no price.
    unpriced: u64,
    pub answers: u64,
    asked: u64,
    pub errors: u64,
    tools: BTreeMap<&'static str, u64>,
    /// How long answers took, each as often as there were answers.
    took: Vec<(u64, u64)>,
}

impl Tally {
    pub fn add(&mut self, piece: &Piece) {
        for (at, used) in piece.used.iter().enumerate() {
            self.used[at] += used;
            let mut only = [0; 4];
            only[at] = *used;
            let dollars = piece.model.and_then(|model| model.cost(only)).unwrap_or(0.0);
            self.costs[at] += (dollars * 1e6).round() as i64;
        }
        if piece.model.is_none_or(|model| model.price.is_none()) {
            self.unpriced += piece.answers;
        }
        self.answers += piece.answers;
        self.asked += piece.asked;
        self.errors += piece.errors;
        for (tool, calls) in &piece.tools {
            *self.tools.entry(tool).or_default() += calls;
        }
        if piece.answers > 0 {
            self.took.push((piece.took, piece.answers));
        }
    }

    pub fn tokens(&self) -> u64 {
        self.used.iter().sum()
    }

    pub fn cost(&self) -> f64 {
        self.costs.iter().sum::<i64>() as f64 / 1e6
    }

    pub fn calls(&self) -> u64 {
        self.tools.values().sum()
    }

    /// Returns how many messages there were. What tools answered is not among them.
    pub fn count(&self) -> u64 {
        self.asked + self.answers
    }

    pub fn totals(&self) -> Value {
        let [input, output, read, written] = self.used;
        let dollars = |millionths: i64| millionths as f64 / 1e6;
        json!({
            "input": input, "output": output, "cacheRead": read, "cacheWrite": written, "totalTokens": self.tokens(),
            "totalCost": self.cost(), "inputCost": dollars(self.costs[0]), "outputCost": dollars(self.costs[1]),
            "cacheReadCost": dollars(self.costs[2]), "cacheWriteCost": dollars(self.costs[3]), "missingCostEntries": self.unpriced,
        })
    }

    /// Returns the totals and what else is said beside them.
    pub fn with(&self, mut more: Value) -> Value {
        if let (Some(more), Value::Object(totals)) = (more.as_object_mut(), self.totals()) {
            more.extend(totals);
        }
        more
    }

    pub fn messages(&self) -> Value {
        json!({
            "total": self.count(), "user": self.asked, "assistant": self.answers, "toolCalls": self.calls(), "toolResults": self.calls(),
            "errors": self.errors,
        })
    }

    pub fn tools(&self) -> Value {
        let mut tools: Vec<(&str, u64)> = self.tools.iter().map(|(name, count)| (*name, *count)).collect();
        tools.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let tools: Vec<Value> = tools.iter().map(|(name, count)| json!({"name": name, "count": count})).collect();
        json!({"totalCalls": self.calls(), "uniqueTools": tools.len(), "tools": tools})
    }

    pub fn latency(&self) -> Value {
        let mut took = self.took.clone();
        took.sort_unstable();
        let count: u64 = took.iter().map(|(_, times)| times).sum();
        let sum: u64 = took.iter().map(|(took, times)| took * times).sum();
        let mut passed = 0;
        let slow = took.iter().find(|(_, times)| {
            passed += times;
            passed * 100 >= count * 95
        });
        let of = |piece: Option<&(u64, u64)>| piece.map_or(0, |(took, _)| *took);
        json!({
            "count": count, "avgMs": sum as f64 / count.max(1) as f64, "minMs": of(took.first()), "maxMs": of(took.last()), "p95Ms": of(slow),
        })
    }
}

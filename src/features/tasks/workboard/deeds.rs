//! What is done to the gateway's cards: sent with the version that was looked at, so that nothing of somebody else's is written over.
//! Refuses to draw.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Bench;
use crate::domain::task::proposed;
use crate::domain::task::{Kind, Link, Part};
use crate::gateway::{CallError, Written};
use crate::protocol::workboard::{CONFLICT, Card, CardText, CardsArchive, CardsCreate, CardsDelete, CardsMove, CardsUpdate};
use crate::state::workboard::{Clash, Wish};

impl Bench {
    /// Makes a card; hands it to `done` whether it was made.
    pub(super) fn create(self, text: CardText, status: String, done: impl Fn(bool) + 'static) {
        let CardText { title, notes, priority, labels } = text;
        let board = self.board.get_untracked();
        let board_id = if board.is_empty() { Card::DEFAULT.to_owned() } else { board };
        let method = CardsCreate { title, notes, priority, labels, status, board_id };
        spawn_local(async move {
            let answer = self.desk.profile.call(&method).await;
            done(answer.is_ok());
            match answer {
                Ok(told) => self.shared.live.learn(|all| all.put(told.card)),
                Err(error) => self.desk.toasts.fault(["The card was not made. ", &error.in_words()].concat()),
            }
        });
    }

    /// Does what somebody wants of a card, if it is still as it was looked at.
    pub(super) fn wish(self, card: &Card, wish: Wish) {
        let (id, version) = (card.id.clone(), card.updated_at.0);
        if self.shared.busy.with_untracked(|busy| busy.contains(&id)) {
            return;
        }
        self.shared.busy.update(|busy| busy.push(id.clone()));
        self.settle(&id);
        spawn_local(async move {
            let answer = self.send(&id, version, &wish).await;
            self.shared.busy.update(|busy| busy.retain(|other| *other != id));
            match answer {
                Ok(Some(card)) => self.shared.live.learn(|all| all.put(card)),
                Ok(None) => self.shared.live.learn(|all| all.cards.retain(|card| card.id != id)),
                Err(CallError::Refused { fault, .. }) if fault.code == CONFLICT => {
                    // What it is now is read before anybody is asked who wins.
                    self.shared.live.ask_again();
                    self.shared.clashes.update(|clashes| clashes.push(Clash { id, wish }));
                }
                Err(error) => {
                    let is_known = matches!(error, CallError::Refused { .. } | CallError::NotReady { .. });
                    let what = if is_known { "The card is as it was. " } else { "Nobody knows yet whether the card was changed. " };
                    self.desk.toasts.fault([what, &error.in_words()].concat());
                }
            }
        });
    }

    /// Forgets that a wish met a change of somebody else.
    pub(super) fn settle(self, id: &str) {
        if self.shared.clashes.with_untracked(|clashes| clashes.iter().any(|clash| clash.id == id)) {
            self.shared.clashes.update(|clashes| clashes.retain(|clash| clash.id != id));
        }
    }

    /// Sends a wish; answers the card, or nothing if it is gone.
    async fn send(self, id: &str, expected_updated_at: i64, wish: &Wish) -> Result<Option<Card>, CallError> {
        let (id, is_gone) = (id.to_owned(), *wish == Wish::Delete);
        // One body for all of them: a call of its own for each would be some kB of program.
        let written = match wish.clone() {
            Wish::Write(patch) => Written::of(&CardsUpdate { id, patch, expected_updated_at }),
            Wish::Move(status) => Written::of(&CardsMove { id, status, expected_updated_at }),
            Wish::Archive(archived) => Written::of(&CardsArchive { id, archived, expected_updated_at }),
            Wish::Delete => Written::of(&CardsDelete { id, expected_updated_at }),
        };
        let answer = self.desk.profile.order(written).await?;
        if is_gone { Ok(None) } else { answer.read::<CardsMove>().map(|told| Some(told.card)) }
    }

    /// By what the own task is known that was made of a card.
    pub(super) fn origin(self, card: &str) -> String {
        proposed::origin(&self.desk.profile.link.url(), ["workboard ", card].concat().as_str(), "")
    }

    /// Makes a task of one's own of a card, or brings back the one that was made of it.
    pub(super) fn take(self, card: &Card) {
        let (tasks, gateway, origin) = (self.desk.tasks, self.desk.profile.link.url(), self.origin(&card.id));
        let known = tasks.board.with_untracked(|board| board.made_of(&origin).cloned());
        if let Some(task) = known {
            tasks.change(["Brought back ", &task.name()].concat(), vec![(task.id.clone(), vec![Part::Gone(false)])]);
            return;
        }
        let columns = tasks.columns.get_untracked();
        let column = columns.called(&card.status).map(|column| column.id.clone()).unwrap_or_default();
        let link = |key: &String| Link { gateway: gateway.clone(), kind: Kind::Session, key: key.clone(), run: String::new() };
        let parts = vec![
            Part::Title(card.title.clone()),
            Part::About(card.notes.clone().unwrap_or_default()),
            Part::Priority(proposed::priority(&card.priority)),
            Part::Labels(card.labels.clone()),
            Part::Links(card.session_key.iter().map(link).collect()),
            Part::Origin(origin.clone()),
        ];
        tasks.make(proposed::id(&origin), &column, parts);
    }
}

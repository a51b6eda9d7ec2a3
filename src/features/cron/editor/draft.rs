//! What is being written about a job: its fields as texts, and what is wrong with them. Pure.
//! Refuses to ask, and to know the time; what is sent is written in `written`.

use std::rc::Rc;

use crate::domain::schedule::civil::{DAY, local, read_iso, read_local};
use crate::domain::schedule::when::first_instant;
use crate::domain::schedule::{Pattern, Schedule, Zone};
use crate::protocol::UnixMs;
use crate::protocol::cron::{Delivery, Job, JobConfig, Whole, again};
use crate::protocol::fields::{FromJson, Piece};

/// A field of the editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Its name.
    Name,
    /// What it is for.
    Description,
    /// The agent that does it.
    Agent,
    /// `at`, `every` or `cron`.
    Kind,
    /// When, once, as the clock of the zone shows it.
    At,
    /// How many units are between two runs.
    Every,
    /// The unit, in milliseconds.
    Unit,
    /// The cron expression.
    Expr,
    /// The zone whose clock counts.
    Zone,
    /// `agentTurn`, `systemEvent` or `command`.
    Payload,
    /// What is said, or the words of the command, a line each.
    Message,
    /// The model.
    Model,
    /// After how many seconds a run is given up.
    Timeout,
    /// `isolated`, `main` or `session`.
    Target,
    /// The key of the session.
    Session,
    /// `none`, `announce` or `webhook`.
    Mode,
    /// The channel.
    Channel,
    /// To whom, or to which address.
    To,
    /// How hard the model thinks.
    Thinking,
    /// `true` if it goes once it has run well, `false` if it stays.
    After,
    /// `now` or `next-heartbeat`.
    Wake,
}

/// How many fields there are.
const COUNT: usize = Field::Wake as usize + 1;

/// A job that is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The job that is changed; none for a new one.
    pub id: Option<String>,
    /// Its version when it was opened.
    pub revision: Option<String>,
    /// What was decided about it when it was opened, to see whether that was changed elsewhere.
    pub seen: String,
    /// The words that it was made from; a new one has none.
    pub(super) source: String,
    texts: [String; COUNT],
    before: [String; COUNT],
}

/// Zones by their names.
pub type Zones<'a> = &'a dyn Fn(&str) -> Option<Rc<dyn Zone>>;

impl Draft {
    /// Begins a new job, in a zone.
    pub fn new(zone: &str) -> Self {
        let mut draft = Self {
            id: None,
            revision: None,
            seen: String::new(),
            source: String::new(),
            texts: std::array::from_fn(|_| String::new()),
            before: std::array::from_fn(|_| String::new()),
        };
        for (field, text) in [
            (Field::Kind, "cron"),
            (Field::Every, "30"),
            (Field::Unit, "60000"),
            (Field::Expr, "0 9 * * 1-5"),
            (Field::Zone, zone),
            (Field::Payload, "agentTurn"),
            (Field::Target, "isolated"),
            (Field::Mode, "none"),
            (Field::After, "true"),
            (Field::Wake, "now"),
        ] {
            draft.put(field, text);
        }
        draft.before = draft.texts.clone();
        draft
    }

    /// Opens a job to change it, or to make another one like it.
    pub fn of(whole: &Whole, is_clone: bool, own_zone: &str, zones: Zones<'_>) -> Self {
        let job = &whole.job;
        let config = Piece::read(&whole.text).ok().and_then(|json| JobConfig::from_json(json).ok());
        let JobConfig { payload, delivery, wake_mode } = config.unwrap_or_default();
        let mut draft = Self::new(own_zone);
        draft.source = whole.text.to_string();
        draft.put(Field::Name, &if is_clone { format!("{} (copy)", job.name) } else { job.name.clone() });
        draft.put(Field::Description, job.description.as_deref().unwrap_or_default());
        draft.put(Field::Agent, job.agent_id.as_deref().unwrap_or_default());
        draft.put_schedule(job, own_zone, zones);
        draft.put(Field::Payload, &payload.kind);
        let words = payload.message.or(payload.text).or(payload.argv.map(|argv| argv.join("\n")));
        draft.put(Field::Message, &words.unwrap_or_default());
        draft.put(Field::Model, payload.model.as_deref().unwrap_or_default());
        draft.put(Field::Thinking, payload.thinking.as_deref().unwrap_or_default());
        draft.put(Field::Wake, wake_mode.as_deref().unwrap_or("now"));
        // What repeats stays whatever is said; what is to happen once goes only where that was said.
        let goes = job.delete_after_run.unwrap_or(job.schedule.kind != "at");
        draft.put(Field::After, if goes { "true" } else { "false" });
        draft.put(Field::Timeout, payload.timeout_seconds.as_ref().map_or("", |limit| limit.get()));
        match job.session_target.strip_prefix("session:") {
            Some(key) => {
                draft.put(Field::Target, "session");
                draft.put(Field::Session, key);
            }
            None => draft.put(Field::Target, &job.session_target),
        }
        let Delivery { mode, channel, to } = delivery.unwrap_or_else(|| Delivery { mode: "none".into(), ..Delivery::default() });
        draft.put(Field::Mode, &mode);
        draft.put(Field::Channel, channel.as_deref().filter(|channel| *channel != "last").unwrap_or_default());
        draft.put(Field::To, to.as_deref().unwrap_or_default());
        if !is_clone {
            draft.id = Some(job.id.clone());
            draft.revision.clone_from(&job.config_revision);
            draft.seen = decided(&whole.text);
        }
        draft.before = draft.texts.clone();
        draft
    }

    fn put_schedule(&mut self, job: &Job, own_zone: &str, zones: Zones<'_>) {
        let plan = &job.schedule;
        self.put(Field::Kind, &plan.kind);
        self.put(Field::Zone, plan.tz.as_deref().unwrap_or(if plan.kind == "cron" { "" } else { own_zone }));
        if let (Some(at), Some(zone)) = (plan.at.as_deref().and_then(read_iso), zones(own_zone)) {
            self.put(Field::At, &local(at + zone.offset_at(UnixMs(at))));
        }
        if let Some(every) = plan.every_ms {
            let unit = [DAY, 3_600_000, 60_000, 1_000].into_iter().find(|unit| every % unit == 0).unwrap_or(1);
            self.put(Field::Every, &(every / unit).to_string());
            self.put(Field::Unit, &unit.to_string());
        }
        if let Some(expr) = &plan.expr {
            self.put(Field::Expr, expr);
        }
    }

    /// Returns what stands in a field.
    pub fn text(&self, field: Field) -> &str {
        &self.texts[field as usize]
    }

    /// Writes into a field.
    pub fn put(&mut self, field: Field, text: &str) {
        self.texts[field as usize] = text.to_owned();
    }

    /// Takes what stands in the fields as where the person begins.
    pub fn begun(mut self) -> Self {
        self.before = self.texts.clone();
        self
    }

    /// Whether anything was written.
    pub fn is_dirty(&self) -> bool {
        self.texts != self.before
    }

    /// Returns what stands over the editor.
    pub fn title(&self) -> String {
        match (&self.id, self.source.is_empty()) {
            (Some(_), _) => format!("Edit {}", self.before[Field::Name as usize]),
            (None, true) => "New job".into(),
            (None, false) => "Clone a job".into(),
        }
    }

    pub(super) fn has_changed(&self, fields: &[Field]) -> bool {
        fields.iter().any(|field| self.texts[*field as usize] != self.before[*field as usize])
    }

    /// Reads the schedule.
    ///
    /// # Errors
    /// Says at which field what is wrong.
    pub fn schedule(&self, zones: Zones<'_>) -> Result<Schedule, (Field, String)> {
        let text = |field| self.text(field).trim();
        let zone = || match zones(text(Field::Zone)) {
            Some(zone) => Ok(zone),
            None => Err((Field::Zone, "No such zone. Zones are named as in Europe/Berlin.".to_owned())),
        };
        match text(Field::Kind) {
            "at" => {
                let wall = read_local(text(Field::At)).map(|(wall, _)| wall).ok_or((Field::At, "Choose a day and a time.".to_owned()))?;
                let at = first_instant(wall, &*zone()?);
                at.map(|at| Schedule::At(UnixMs(at))).ok_or((Field::At, "The clocks of the zone leave this time out.".into()))
            }
            "every" => {
                let count: Option<i64> = text(Field::Every).parse().ok().filter(|count| *count > 0);
                let every = count.and_then(|count| count.checked_mul(text(Field::Unit).parse().ok()?)).filter(|every| *every <= MOST);
                let every = every.ok_or((Field::Every, "A whole number from 1 on.".to_owned()))?;
                Ok(Schedule::Every { every, anchor: None })
            }
            "cron" => {
                let pattern = Pattern::read(text(Field::Expr)).map_err(|why| (Field::Expr, why))?;
                if !(text(Field::Zone).is_empty() && self.id.is_some()) {
                    zone()?;
                }
                Ok(Schedule::Cron(pattern))
            }
            _ => Ok(Schedule::Event),
        }
    }

    /// Returns what is wrong, field by field; nothing if it can be sent.
    pub fn faults(&self, now: UnixMs, zones: Zones<'_>) -> Vec<(Field, String)> {
        let text = |field| self.text(field).trim();
        let mut faults = vec![];
        let mut add = |is_wrong: bool, field: Field, words: &str| {
            if is_wrong {
                faults.push((field, words.to_owned()));
            }
        };
        add(text(Field::Name).is_empty(), Field::Name, "A job needs a name.");
        let is_main = text(Field::Target) == "main";
        let kind = text(Field::Payload);
        let is_known = ["agentTurn", "systemEvent", "command"].contains(&kind);
        add(is_known && text(Field::Message).is_empty(), Field::Message, "Say what is to be done.");
        add(
            is_main && matches!(kind, "agentTurn" | "command"),
            Field::Target,
            "The main session only takes notes, no tasks and no commands.",
        );
        add(!is_main && kind == "systemEvent", Field::Target, "A note goes to the main session.");
        add(text(Field::Target) == "session" && text(Field::Session).is_empty(), Field::Session, "Name the session by its key.");
        let timeout = text(Field::Timeout);
        let is_number = timeout.is_empty() || timeout.parse::<f64>().is_ok_and(|seconds| seconds >= 0.0 && seconds.is_finite());
        add(!is_number, Field::Timeout, "A number of seconds, 0 or more.");
        let is_web = text(Field::To).starts_with("http://") || text(Field::To).starts_with("https://");
        add(text(Field::Mode) == "webhook" && !is_web, Field::To, "A web address that begins with http:// or https://.");
        match self.schedule(zones) {
            Err(fault) => faults.push(fault),
            Ok(schedule) => {
                let zone = zones(text(Field::Zone)).or_else(|| zones("UTC"));
                let next = zone.and_then(|zone| schedule.next(now, &*zone));
                let has_changed = self.id.is_none() || self.has_changed(&WHEN);
                match schedule {
                    Schedule::At(_) if next.is_none() && has_changed => faults.push((Field::At, "This time is over.".into())),
                    Schedule::Cron(_) if next.is_none() => faults.push((Field::Expr, "No day fits: it would never run.".into())),
                    _ => {}
                }
            }
        }
        faults
    }
}

/// The longest pause that the gateway takes, in milliseconds.
const MOST: i64 = 8_640_000_000_000_000;
/// The fields that make the schedule.
pub const WHEN: [Field; 6] = [Field::Kind, Field::At, Field::Every, Field::Unit, Field::Expr, Field::Zone];

/// Returns what was decided about a job, but for whether it is paused, as one text to compare.
pub fn decided(text: &str) -> String {
    again(text, None, true).get().to_owned()
}

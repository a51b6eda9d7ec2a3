//! What can go wrong between a gateway and the page, and how it is ordered. Refuses to do it; the road does.

pub mod road;

/// All that can go wrong, as it stands now.
pub type Controls = Vec<Control>;

/// One thing that can go wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    /// Its name, the first word of an order.
    pub name: &'static str,
    /// What it does, for people.
    pub label: &'static str,
    /// What its value counts; empty if it takes none.
    pub unit: &'static str,
    /// Its value, or what is proposed.
    pub value: String,
    /// Whether it goes on now.
    pub is_on: bool,
    /// Whether it happens once, at the order, and never goes on.
    pub is_once: bool,
}

/// Writes them a line each, for whoever draws them: name, label, unit, value and `on`, `off` or `once`, between tabs.
pub fn in_lines(controls: &[Control]) -> String {
    let line = |control: &Control| {
        let Control { name, label, unit, value, is_on, is_once } = control;
        let state = if *is_once {
            "once"
        } else if *is_on {
            "on"
        } else {
            "off"
        };
        format!("{name}\t{label}\t{unit}\t{}\t{state}", value.replace(['\t', '\n'], " "))
    };
    controls.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// One thing that can go wrong, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The connection ends with a close code.
    Drop,
    /// No connection is taken for some seconds, and those that stand end.
    Refuse,
    /// Every frame takes so many milliseconds longer.
    Latency,
    /// And up to so many milliseconds on top.
    Jitter,
    /// Nothing gets through, though the connection stands.
    Hole,
    /// Every k-th event is lost.
    Lose,
    /// Every k-th event comes twice.
    Double,
    /// Every k-th event comes after those behind it.
    Swap,
    /// Something that is no frame.
    Garbage,
    /// A frame and an event that nobody knows.
    Unknown,
    /// An event of so many megabytes.
    Huge,
    /// A method is refused; without a name, all are.
    Fail,
    /// A method is never answered; without a name, none is.
    Mute,
    /// No more than so many frames a second.
    Trickle,
    /// The gateway's clock jumps by so many seconds.
    Clock,
}

impl Fault {
    /// All of them: name, label, unit, proposed value, whether it happens once.
    const TABLE: [(Self, &'static str, &'static str, &'static str, &'static str, bool); 15] = [
        (Self::Drop, "drop", "Drop the connection", "close code", "1006", true),
        (Self::Refuse, "refuse", "Refuse connections", "seconds", "10", false),
        (Self::Latency, "latency", "Delay every frame", "ms", "400", false),
        (Self::Jitter, "jitter", "Delay some more than others", "ms", "400", false),
        (Self::Hole, "hole", "Let nothing through, without a word", "", "", false),
        (Self::Lose, "lose", "Lose every k-th event", "k", "5", false),
        (Self::Double, "double", "Send every k-th event twice", "k", "5", false),
        (Self::Swap, "swap", "Send every k-th event late", "k", "5", false),
        (Self::Garbage, "garbage", "Send something unreadable", "", "", true),
        (Self::Unknown, "unknown", "Send an unknown frame and event", "", "", true),
        (Self::Huge, "huge", "Send a huge event", "MB", "8", true),
        (Self::Fail, "fail", "Refuse a method, or all", "method", "sessions.patch", false),
        (Self::Mute, "mute", "Never answer a method, or any", "method", "sessions.patch", false),
        (Self::Trickle, "trickle", "Send slowly", "frames/s", "4", false),
        (Self::Clock, "clock", "Let the gateway's clock jump", "seconds", "3600", false),
    ];
}

/// An order: a fault and its value. Without a value a fault that goes on ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Let it happen.
    Set(Fault, String),
    /// Let it end.
    End(Fault),
    /// Let all of them end.
    Clear,
}

impl Order {
    /// Reads an order as it is written: a name and a value, as in `latency 200`; a name and `off`; or `clear`.
    pub fn read(text: &str) -> Option<Self> {
        let (name, value) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        if name == "clear" {
            return Some(Self::Clear);
        }
        let (fault, _, _, unit, ..) = Fault::TABLE.into_iter().find(|row| row.1 == name)?;
        let value = value.trim();
        if value == "off" {
            return Some(Self::End(fault));
        }
        let wants_number = !unit.is_empty() && unit != "method";
        (!wants_number || value.parse::<i64>().is_ok()).then(|| Self::Set(fault, value.into()))
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn orders_are_read_as_they_are_written() {
        for (text, order) in [
            ("latency 200", Some(Order::Set(Fault::Latency, "200".into()))),
            (" latency  200 ", Some(Order::Set(Fault::Latency, "200".into()))),
            ("latency off", Some(Order::End(Fault::Latency))),
            ("clock -60", Some(Order::Set(Fault::Clock, "-60".into()))),
            ("fail sessions.patch", Some(Order::Set(Fault::Fail, "sessions.patch".into()))),
            ("fail", Some(Order::Set(Fault::Fail, String::new()))),
            ("hole", Some(Order::Set(Fault::Hole, String::new()))),
            ("clear", Some(Order::Clear)),
            ("latency much", None),
            ("latency", None),
            ("explode 3", None),
            ("", None),
        ] {
            assert_eq!(Order::read(text), order, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_order_panics(text in ".{0,40}") {
            Order::read(&text);
        }
    }
}

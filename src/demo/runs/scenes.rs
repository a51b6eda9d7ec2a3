//! What the made-up models say and do, by what they are asked. Refuses to know when, and who hears it.

use serde_json::json;

use super::Step;
use super::script::Script;
use crate::demo::world::chance;

/// Plays the scene that fits what was said best, or any.
pub fn play(script: &mut Script<'_>, said: &str) {
    let said = said.to_lowercase();
    let about = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let scene = SCENES.iter().find(|(words, _)| about(words)).map(|(_, scene)| *scene);
    scene.unwrap_or_else(|| ANY[chance::place(script.dice, ANY.len())])(script);
}

type Scene = fn(&mut Script<'_>);

/// Scenes by the words that call for them. A test holds that each can be reached by its first word.
const SCENES: [(&[&str], Scene); 17] = [
    (&["follow-up"], follow_up),
    (&["every kind"], words_of_every_kind),
    (&["numbers"], numbers_of_every_kind),
    (&["whole record"], record),
    (&["break", "crash"], failure),
    (&["deploy", "restart", "approve", "update the"], approval),
    (&["which room", "ask me"], question),
    (&["chart", "graph", "load", "usage"], chart),
    (&["table", "compare", "list the"], table),
    (&["task", "plan"], task),
    (&["diff", "fix", "patch"], diff),
    (&["code", "write", "function"], code),
    (&["think", "why", "trade-off"], reasoning),
    (&["long", "essay", "report"], long),
    (&["check", "health", "servers", "build"], tools),
    (&["agent", "research", "delegate"], sub_agent),
    (&["notes", "thank"], short),
];

const ANY: [Scene; 5] = [short, tools, table, code, short];

/// Everything that is more than prose.
fn words_of_every_kind(script: &mut Script<'_>) {
    script.say(include_str!("words.md"));
}

fn follow_up(script: &mut Script<'_>) {
    script.say("The retry is in. On the way I saw two callers that do the same by hand.");
    script.propose(
        "Take the hand-made retries out",
        "The mailer and the backup wait a fixed second and try again. With the new retry they would wait less and give up in time.",
        "In src/mailer.rs and src/backup.rs replace the loops that sleep a second by Retry from src/retry.rs. Keep the number of tries. Run the tests of both.",
    );
    script.say("That is work of its own, so I put it up to you.");
}

/// Everything that is made of numbers.
fn numbers_of_every_kind(script: &mut Script<'_>) {
    let rows: String = (1..=400)
        .map(|at| {
            format!(
                "2026-{:02}-{:02},sensor-{},{}.{} °C,{} %\n",
                at % 12 + 1,
                at % 28 + 1,
                at * 7 % 24,
                14 + at * 5 % 11,
                at % 10,
                30 + at * 13 % 50
            )
        })
        .collect();
    let tail = format!("A long one:\n\n```csv\nday,sensor,temperature,humidity\n{rows}```\n\nThat is all.");
    script.say(&[include_str!("numbers.md"), &tail].concat());
}

/// More than anybody reads at once.
fn record(script: &mut Script<'_>) {
    script.say("The whole record, as it stands:\n\n```text\n");
    for page in 1..=48 {
        let lines: String =
            (1..=40).map(|line| format!("{page:02}.{line:02}  read the meter, wrote it down, found nothing to remark on\n")).collect();
        script.wait(60, Step::Say(lines));
    }
    script.say("```\n\nThat was all of it.");
}

fn short(script: &mut Script<'_>) {
    script.say(
        "Done. Nothing else needs you today: the backups ran, two parcels arrive tomorrow, and the dentist moved to **Thursday, 9:30**.",
    );
}

fn table(script: &mut Script<'_>) {
    script.think("A comparison of few things by the same measures: a table says it best.");
    script.say(
        "Here they are side by side:\n\n\
        | Model | Context | In, $/M | Out, $/M | Median answer |\n|---|---:|---:|---:|---:|\n\
        | Claude Sonnet 4.5 | 200,000 | 3.00 | 15.00 | 4.1 s |\n| GPT-5 | 400,000 | 1.25 | 10.00 | 6.8 s |\n\
        | Gemini 2.5 Pro | 1,000,000 | 1.25 | 10.00 | 5.2 s |\n| Qwen3 Coder, at home | 128,000 | – | – | 9.7 s |\n\n\
        For short errands the smaller one does as well, at a third of the price.",
    );
}

fn chart(script: &mut Script<'_>) {
    script.tool(
        "exec",
        "Exec read load averages",
        json!({"command": "sar -q -s 08:00:00 | tail -n 8"}),
        &["08:00 0.42", "09:00 0.97", "10:00 1.61"],
        Ok("08:00 0.42\n09:00 0.97\n10:00 1.61\n11:00 1.12\n12:00 0.88\n13:00 2.35\n14:00 1.40\n15:00 0.91"),
    );
    script.say(
        "The load over the day; the peak is the index that is rebuilt after lunch.\n\n\
        ```chart\n{\"type\": \"line\", \"labels\": [\"08\", \"09\", \"10\", \"11\", \"12\", \"13\", \"14\", \"15\"], \
        \"series\": [{\"name\": \"load\", \"values\": [0.42, 0.97, 1.61, 1.12, 0.88, 2.35, 1.40, 0.91]}]}\n```\n\nNothing to worry about.",
    );
}

fn task(script: &mut Script<'_>) {
    script.say(
        "I would do it in four steps, the risky one behind a switch:\n\n\
        ```task\n{\"title\": \"Roll out the new index\", \"priority\": \"high\", \"checklist\": [\"Build it beside the old one\", \
        \"Compare a day of answers\", \"Switch a tenth over\", \"Switch the rest and remove the old one\"]}\n```\n\nSay the word and I start with the first.",
    );
}

fn code(script: &mut Script<'_>) {
    script.think("They want something they can paste. Keep it short, handle the empty case.");
    script.say(
        "This waits longer after each failure, with some chance in it so that many clients do not come back at once:\n\n\
        ```rust\n/// Returns how long to wait before the next try.\nfn pause(tries: u32, dice: f64) -> Duration {\n    \
        let base = Duration::from_millis(500) * 2u32.saturating_pow(tries.min(6));\n    base.mul_f64(0.75 + dice / 2.0)\n}\n```\n\n\
        `tries` counts from 0, `dice` lies between 0 and 1.",
    );
}

fn diff(script: &mut Script<'_>) {
    script.tool(
        "read",
        "Read src/retry.rs",
        json!({"path": "src/retry.rs"}),
        &[],
        Ok("fn pause(tries: u32) -> Duration {\n    Duration::from_secs(1)\n}"),
    );
    script.tool(
        "edit",
        "Edit src/retry.rs",
        json!({"path": "src/retry.rs", "oldText": "Duration::from_secs(1)", "newText": "Duration::from_secs(1) * 2u32.pow(tries.min(6))"}),
        &[],
        Ok("Replaced 1 occurrence."),
    );
    script.say(
        "The pause never grew. Now it does:\n\n```diff\n fn pause(tries: u32) -> Duration {\n-    Duration::from_secs(1)\n\
        +    Duration::from_secs(1) * 2u32.pow(tries.min(6))\n }\n```\n\nThe tests pass.",
    );
}

fn reasoning(script: &mut Script<'_>) {
    script.think(
        "Two ways to go. Keeping one writer is simple and bounds the damage of a bug, but it stops when its machine does. Several writers \
        need agreement on order, which costs a round trip for each write. They write rarely and read a lot. So the price of agreement is \
        small, yet so is the gain: a minute without writes hurts nobody here.",
    );
    script.say("One writer is enough for you. You write a few times an hour, a minute without is no loss, and there is **nothing to agree on**. I would spend the saved effort on restoring fast:\n\n1. a copy every ten minutes,\n2. a restore that is rehearsed each month,\n3. an alarm when either is late.");
}

fn long(script: &mut Script<'_>) {
    for chapter in ["What was asked", "What was found", "What it means", "What to do next"] {
        script.say(&format!(
            "## {chapter}\n\nThe records of the last quarter were read in full, all 4,812 of them. Most are unremarkable: a request, an answer, \
            a small sum. What stands out comes in clusters, always at the turn of a month, always from the same three sources, and it is \
            over within an hour.\n\n- The first cluster follows the release of the new billing run.\n- The second has no known cause.\n\
            - The third vanished when the retry limit was lowered.\n\nSee [the notes](https://example.org/notes) for each of them.\n\n"
        ));
    }
}

fn tools(script: &mut Script<'_>) {
    script.think("Look before saying anything: disk, memory, then the services.");
    script.tool(
        "exec",
        "Exec check disks",
        json!({"command": "df -h / /var"}),
        &["Filesystem  Size  Used Avail Use%", "/dev/sda1    98G   61G   33G  66%"],
        Ok("/dev/sda1 66% used, /dev/sdb1 41% used"),
    );
    script.tool(
        "exec",
        "Exec list failed services",
        json!({"command": "systemctl --failed --no-legend"}),
        &[],
        Err("exit code 1: backup-mirror.service failed"),
    );
    script.tool(
        "exec",
        "Exec read the log of backup-mirror",
        json!({"command": "journalctl -u backup-mirror -n 5"}),
        &["mirror: connection refused"],
        Ok("mirror: connection refused"),
    );
    script.say("All well but one: `backup-mirror` failed at 03:12 because the mirror refused the connection. It answers again, so tonight's run should pass. Disks are at 66 % and 41 %.");
}

fn sub_agent(script: &mut Script<'_>) {
    script.tool(
        "sessions_spawn",
        "Spawn a sub-agent",
        json!({"task": "Read the three papers and return their claims", "label": "Reader"}),
        &[],
        Ok("{\"status\": \"accepted\"}"),
    );
    script.wait(20, Step::Spawn { label: "Reader", task: "Write a report on the three papers" });
    script.say("I sent somebody to read the papers and go through the tables meanwhile. You get one page with what they agree on and where they do not.");
}

fn approval(script: &mut Script<'_>) {
    script.say("That needs a restart, so I ask first.");
    script.tool_if_allowed(
        "exec",
        "Exec restart the index",
        json!({"command": "sudo systemctl restart search-index"}),
        &["Stopping search-index...", "Starting search-index..."],
        "search-index is active (running)",
    );
    script.say("The index is back and answers in 12 ms.");
}

fn question(script: &mut Script<'_>) {
    script.say("Both can go first, so you decide.");
    script.question(json!({
        "questionId": "room", "header": "First room", "question": "Which room shall I begin with?", "isOther": true,
        "options": [{"label": "Kitchen", "description": "The larger one"}, {"label": "Bedroom"}],
    }));
    script.say("Noted. I begin there and do the other one tomorrow.");
}

fn failure(script: &mut Script<'_>) {
    script.say("Let me look at");
    script.wait(400, Step::Fail("⚠️ provider/model request failed (server_error)".into()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scene_can_be_called_for() {
        for (words, scene) in SCENES {
            let found = SCENES.iter().find(|(of, _)| of.iter().any(|word| words[0].contains(word)));
            assert!(found.is_some_and(|(_, found)| std::ptr::fn_addr_eq(*found, scene)), "{}", words[0]);
        }
    }
}

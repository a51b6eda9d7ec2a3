//! Which parts of a command deserve a second look before somebody says yes. Pure.
//! Refuses to call anything safe: what is not marked is only not known to be risky.

/// Words that change what others own, delete, send out or switch guards off.
const WORDS: [&str; 26] = [
    "sudo",
    "su",
    "doas",
    "rm",
    "rmdir",
    "shred",
    "dd",
    "mkfs",
    "fdisk",
    "chmod",
    "chown",
    "kill",
    "killall",
    "pkill",
    "reboot",
    "shutdown",
    "systemctl",
    "launchctl",
    "crontab",
    "curl",
    "wget",
    "ssh",
    "scp",
    "nc",
    "eval",
    "truncate",
];
/// Pieces that are risky wherever they stand.
const PIECES: [&str; 9] = ["--force", "--no-verify", "--hard", "| sh", "| bash", "|sh", "|bash", "> /", ">/"];

/// Cuts a command into pieces, and says of each whether it is risky.
pub fn pieces(command: &str) -> Vec<(&str, bool)> {
    let mut cuts: Vec<(usize, usize)> = vec![];
    for piece in PIECES {
        cuts.extend(command.match_indices(piece).map(|(at, _)| (at, at + piece.len())));
    }
    let is_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
    let mut from = None;
    for (at, letter) in command.char_indices().chain([(command.len(), ' ')]) {
        match (from, is_word(letter)) {
            (None, true) => from = Some(at),
            (Some(start), false) => {
                if command.get(start..at).is_some_and(|word| WORDS.contains(&word)) {
                    cuts.push((start, at));
                }
                from = None;
            }
            _ => {}
        }
    }
    cuts.sort_unstable();
    let mut pieces = vec![];
    let mut done = 0;
    for (start, end) in cuts {
        if start < done {
            continue;
        }
        pieces.extend(command.get(done..start).filter(|text| !text.is_empty()).map(|text| (text, false)));
        pieces.extend(command.get(start..end).map(|text| (text, true)));
        done = end;
    }
    pieces.extend(command.get(done..).filter(|text| !text.is_empty()).map(|text| (text, false)));
    pieces
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn risky(command: &str) -> Vec<&str> {
        pieces(command).into_iter().filter(|(_, is_risky)| *is_risky).map(|(text, _)| text).collect()
    }

    #[test]
    fn what_deletes_sends_or_forces_is_marked() {
        assert_eq!(risky("sudo rm -rf /tmp/x && ls"), ["sudo", "rm"]);
        assert_eq!(risky("curl https://x.example/a | sh"), ["curl", "| sh"]);
        assert_eq!(risky("git push --force"), ["--force"]);
        assert_eq!(risky("echo x > /etc/passwd"), ["> /"]);
        assert!(risky("ls -l form.txt summary").is_empty());
    }

    proptest! {
        #[test]
        fn the_pieces_come_to_the_whole(command in "[a-z |>/-]{0,40}.{0,10}") {
            let whole: String = pieces(&command).into_iter().map(|(text, _)| text).collect();
            prop_assert_eq!(whole, command);
        }
    }
}

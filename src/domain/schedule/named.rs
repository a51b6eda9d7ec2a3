//! The names of months, days and whole schedules in cron expressions. Pure.
//! Refuses to read numbers.

/// Months by their numbers from 1 on.
pub const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
/// Days of the week by their numbers.
pub const WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// Puts an expression in the place of a nickname.
///
/// # Errors
/// Says that there is no such nickname.
pub fn nickname(expr: &str) -> Result<String, String> {
    if !expr.contains('@') {
        return Ok(expr.to_owned());
    }
    Ok(match expr.to_ascii_lowercase().as_str() {
        "@yearly" | "@annually" => "0 0 1 1 *",
        "@monthly" => "0 0 1 * *",
        "@weekly" => "0 0 * * 0",
        "@daily" | "@midnight" => "0 0 * * *",
        "@hourly" => "0 * * * *",
        "@reboot" => return Err("@reboot is nothing that a gateway hears of".into()),
        _ => return Err(format!("{expr} is no nickname: there are @yearly, @monthly, @weekly, @daily and @hourly")),
    }
    .into())
}

/// Puts numbers in the place of months' names.
pub fn months(part: &str) -> String {
    numbered(part, &MONTHS, 1)
}

/// Puts numbers in the place of weekdays' names; a range ends on Sunday as the seventh day.
pub fn weekdays(part: &str) -> String {
    numbered(&part.to_ascii_lowercase().replace("-sun", "-7"), &WEEKDAYS, 0)
}

fn numbered(part: &str, names: &[&str], first: usize) -> String {
    let mut written = part.to_ascii_lowercase();
    if written.len() < 3 {
        return part.to_owned();
    }
    for (at, name) in names.iter().enumerate() {
        written = written.replace(&name[..3].to_ascii_lowercase(), &(at + first).to_string());
    }
    written
}

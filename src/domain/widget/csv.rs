//! Tables written with commas or tabs, quotes as RFC 4180 has them.
//! Refuses to guess what the cells mean.

/// Reads rows of cells.
///
/// # Errors
/// Says in words what is wrong with it.
pub fn read(text: &str, separator: char) -> Result<Vec<Vec<String>>, &'static str> {
    let mut rows: Vec<Vec<String>> = vec![];
    let mut row: Vec<String> = vec![];
    let mut cell = String::new();
    let (mut is_quoted, mut was_quoted) = (false, false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if is_quoted {
            match letter {
                '"' if letters.peek() == Some(&'"') => {
                    letters.next();
                    cell.push('"');
                }
                '"' => is_quoted = false,
                letter => cell.push(letter),
            }
        } else if letter == '"' && cell.trim().is_empty() && !was_quoted {
            cell.clear();
            (is_quoted, was_quoted) = (true, true);
        } else if letter == separator {
            push(&mut row, &mut cell, &mut was_quoted);
        } else if letter == '\n' {
            push(&mut row, &mut cell, &mut was_quoted);
            end(&mut rows, &mut row);
        } else if letter != '\r' {
            cell.push(letter);
        }
    }
    if is_quoted {
        return Err("A quotation mark in it is not closed.");
    }
    push(&mut row, &mut cell, &mut was_quoted);
    end(&mut rows, &mut row);
    Ok(rows)
}

fn push(row: &mut Vec<String>, cell: &mut String, was_quoted: &mut bool) {
    let text = std::mem::take(cell);
    row.push(if *was_quoted { text } else { text.trim().to_owned() });
    *was_quoted = false;
}

/// Ends a row; an empty line is none.
fn end(rows: &mut Vec<Vec<String>>, row: &mut Vec<String>) {
    let row = std::mem::take(row);
    if row.len() > 1 || row.first().is_some_and(|cell| !cell.is_empty()) {
        rows.push(row);
    }
}

/// Writes rows with commas, quoted where needed.
pub fn write<'a>(rows: impl Iterator<Item = &'a [String]>) -> String {
    let mut out = String::new();
    for row in rows {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            // A program that opens the file must not take a blank for nothing.
            if cell.contains([',', '"', '\n', '\r']) || cell.trim() != cell || (row.len() == 1 && cell.is_empty()) {
                out.push('"');
                out.push_str(&cell.replace('"', "\"\""));
                out.push('"');
            } else {
                out.push_str(cell);
            }
        }
        out.push_str("\r\n");
    }
    out
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cells_may_hold_what_parts_them() {
        let rows = read("a, b ,c\n\"x, y\",\"say \"\"hi\"\"\",\"two\nlines\"\r\n\n1,,", ',').unwrap();
        assert_eq!(rows, [vec!["a", "b", "c"], vec!["x, y", "say \"hi\"", "two\nlines"], vec!["1", "", ""]]);
        assert_eq!(read("a\tb\n1,5\t2", '\t').unwrap(), [["a", "b"], ["1,5", "2"]]);
        assert_eq!(read("a 5\" disk,b", ',').unwrap(), [["a 5\" disk", "b"]]);
        assert!(read("a,\"b", ',').is_err());
        assert!(read("", ',').unwrap().is_empty());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(rows in prop::collection::vec(prop::collection::vec("[a-z ,\"\n\t]{0,6}", 2..4), 1..6)) {
            let written = write(rows.iter().map(Vec::as_slice));
            prop_assert_eq!(read(&written, ',').unwrap(), rows);
        }

        #[test]
        fn no_text_panics(text in "(?s).{0,60}") {
            let _ = read(&text, ',');
        }
    }
}

//! What a connection may do, in words.
//! Refuses to know which button needs which permission.

use super::say;

/// Says what a scope allows; one that we do not know says its name.
pub fn words(scope: &str) -> &str {
    match scope {
        "operator.read" => "See everything",
        "operator.write" => "Start and stop runs, send messages",
        "operator.admin" => "Change jobs and settings",
        "operator.approvals" => "Answer requests to run commands",
        "operator.questions" => "Answer questions of agents",
        "operator.pairing" => "Approve devices",
        other => other,
    }
}

/// Says what scopes allow together, within a sentence: `all` goes before full control or nothing, `some` before what is named,
/// as in "wants full control" and "wants to: see everything".
pub fn together(scopes: &[String], all: &str, some: &str) -> String {
    if scopes.iter().any(|scope| scope == "operator.admin") {
        return [all, " full control"].concat();
    }
    let named: Vec<String> = scopes.iter().map(|scope| say::lower(words(scope))).collect();
    if named.is_empty() { [all, " no permission"].concat() } else { [some, ": ", &named.join("; ")].concat() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Scope;

    #[test]
    fn every_scope_that_we_ask_for_has_words() {
        for scope in Scope::ALL {
            assert_ne!(words(scope.as_str()), scope.as_str());
        }
        assert_eq!(words("operator.new"), "operator.new");
    }

    #[test]
    fn full_control_is_called_that_whatever_else_is_named() {
        let said = |scopes: &[&str]| {
            let scopes: Vec<String> = scopes.iter().map(|scope| (*scope).to_owned()).collect();
            together(&scopes, "Wants", "Wants to")
        };
        assert_eq!(said(&["operator.read", "operator.admin"]), "Wants full control");
        assert_eq!(said(&["operator.read", "operator.pairing"]), "Wants to: see everything; approve devices");
        assert_eq!(said(&[]), "Wants no permission");
    }
}

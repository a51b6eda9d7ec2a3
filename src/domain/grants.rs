//! What a connection may do, in words.
//! Refuses to know which button needs which permission.

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
}

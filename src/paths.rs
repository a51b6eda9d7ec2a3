//! Addresses within the app, as functions: the only way in which one feature points at another.
//! Refuses to know what is shown there. The start script in `tools/boot` knows the first segments too.

/// The list of sessions.
pub fn sessions() -> String {
    "/sessions".into()
}

/// The form to connect to a gateway.
pub fn connect() -> String {
    "/connect".into()
}

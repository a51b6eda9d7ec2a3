//! Code in colours: which languages there are, and what the pieces of a text are.
//! Refuses exactness: it knows words, texts, numbers and comments of a language, and no grammar. What it takes for another thing is
//! only another colour.

mod grammars;
mod lexer;
mod markup;

pub use lexer::pieces;

/// What a piece is; its number is its place here, its name is for the style sheet.
const KINDS: [&str; 11] = ["", "comment", "string", "number", "keyword", "type", "function", "property", "tag", "variable", "meta"];

/// The kinds by their numbers.
mod kind {
    pub const PLAIN: u8 = 0;
    pub const COMMENT: u8 = 1;
    pub const STRING: u8 = 2;
    pub const NUMBER: u8 = 3;
    pub const KEYWORD: u8 = 4;
    pub const TYPE: u8 = 5;
    pub const FUNCTION: u8 = 6;
    pub const PROPERTY: u8 = 7;
    pub const TAG: u8 = 8;
    pub const VARIABLE: u8 = 9;
    pub const META: u8 = 10;
}

/// The languages: by which names fences call them, the first being how their files end. Their grammars stand in the same order;
/// those are in another table, since the page needs only the names.
const LANGUAGES: [&str; 30] = [
    "rs rust",
    "js javascript jsx mjs cjs node",
    "ts typescript tsx",
    "py python python3",
    "go golang",
    "java",
    "c h",
    "cpp c++ cc cxx hpp",
    "cs csharp c#",
    "kt kotlin kts",
    "swift",
    "rb ruby",
    "php",
    "sh bash shell zsh console shell-session shellscript",
    "sql postgres postgresql mysql sqlite",
    "json jsonc json5 jsonl",
    "yaml yml",
    "toml",
    "ini cfg conf properties env dotenv",
    "css scss less",
    "html htm xhtml vue svelte",
    "xml svg rss plist",
    "dockerfile docker",
    "makefile make mk",
    "lua",
    "hs haskell",
    "scala",
    "ex elixir exs",
    "ps1 powershell pwsh",
    "zig",
];

/// Returns which language a fence names.
fn place(language: &str) -> Option<usize> {
    let is_it = |name: &str| name.eq_ignore_ascii_case(language);
    LANGUAGES.iter().position(|names| names.split(' ').any(is_it))
}

/// Whether a language is known.
pub fn is_known(language: &str) -> bool {
    place(language).is_some()
}

/// Returns how files of a language end.
pub fn extension(language: &str) -> &'static str {
    place(language).and_then(|at| LANGUAGES.get(at)?.split(' ').next()).unwrap_or("txt")
}

/// Returns the name of a kind of piece.
pub fn name(kind: u8) -> &'static str {
    KINDS.get(usize::from(kind)).copied().unwrap_or_default()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "syntax_tests.rs"]
mod tests;

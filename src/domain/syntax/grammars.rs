//! What is told of each language: its words, its comments, its texts.
//! Refuses to read anything.

/// What is known of a language.
pub(super) struct Grammar {
    /// What begins a comment up to the end of its line.
    pub line: &'static [&'static str],
    /// What begins and ends other comments.
    pub block: Option<(&'static str, &'static str)>,
    /// What begins and ends texts that may run over lines; looked for before `quotes`.
    pub long: &'static [(&'static str, &'static str)],
    /// What begins and ends a text.
    pub quotes: &'static str,
    /// Its words.
    pub keywords: &'static str,
    /// Words for kinds of values, and for values that are always there.
    pub types: &'static str,
    /// What else is so; see below.
    pub has: u16,
}

/// Words count whatever their size.
pub(super) const CASELESS: u16 = 1;
/// Names that begin with a capital letter are types.
pub(super) const CAPITALS: u16 = 2;
/// `$name` is a variable.
pub(super) const DOLLARS: u16 = 4;
/// `@name` belongs to what follows.
pub(super) const AT_NAMES: u16 = 8;
/// A line that begins with `#` is for the compiler; in Rust `#[..]`.
pub(super) const HASHES: u16 = 16;
/// A name before a colon is a property.
pub(super) const KEYS: u16 = 32;
/// A name before an equals sign at the start of a line is a property.
pub(super) const SETS: u16 = 64;
/// Words may hold dashes.
pub(super) const DASHES: u16 = 128;
/// Tags and what stands between them.
pub(super) const MARKUP: u16 = 256;
/// `'a` is a name and no text.
pub(super) const LIFETIMES: u16 = 512;
/// A comment begins only where a word would.
pub(super) const SPACED: u16 = 1024;
/// `[name]` at the start of a line heads what follows.
pub(super) const SECTIONS: u16 = 2048;

const C_LIKE: Grammar =
    Grammar { line: &["//"], block: Some(("/*", "*/")), long: &[], quotes: "\"'", keywords: "", types: "", has: CAPITALS };
const HASH: Grammar = Grammar { line: &["#"], block: None, long: &[], quotes: "\"'", keywords: "", types: "", has: 0 };

const JS: &str = "async await break case catch class const continue debugger default delete do else export extends finally for from function get if import in instanceof let new of return set static super switch this throw try typeof var void while with yield";
const JS_TYPES: &str = "true false null undefined NaN Infinity console window document Promise Array Object Map Set String Number Boolean Symbol JSON Math Error";

/// The grammars, in the order of the languages.
pub(super) const GRAMMARS: [Grammar; 30] = [
    Grammar {
        long: &[("r#\"", "\"#"), ("r\"", "\"")],
        quotes: "\"'",
        keywords: "as async await break const continue crate dyn else enum extern fn for if impl in let loop match mod move mut pub ref return self static struct super trait type union use where while unsafe",
        types: "bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize true false Self",
        has: CAPITALS | HASHES | LIFETIMES,
        ..C_LIKE
    },
    Grammar { long: &[("`", "`")], keywords: JS, types: JS_TYPES, has: CAPITALS | AT_NAMES, ..C_LIKE },
    Grammar {
        long: &[("`", "`")],
        keywords: "abstract as asserts async await break case catch class const continue declare default delete do else enum export extends finally for from function get if implements import in infer instanceof interface is keyof let namespace new of out override private protected public readonly return satisfies set static super switch this throw try type typeof var void while yield",
        types: "any bigint boolean never number object string symbol unknown true false null undefined console Promise Array Record Partial",
        has: CAPITALS | AT_NAMES,
        ..C_LIKE
    },
    Grammar {
        long: &[("\"\"\"", "\"\"\""), ("'''", "'''")],
        keywords: "and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return try while with yield",
        types: "True False None self cls int float str bytes bool list dict set tuple object type print len range Exception",
        has: CAPITALS | AT_NAMES,
        ..HASH
    },
    Grammar {
        long: &[("`", "`")],
        keywords: "break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch type var",
        types: "any bool byte complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr true false nil iota append cap close copy len make new panic",
        ..C_LIKE
    },
    Grammar {
        long: &[("\"\"\"", "\"\"\"")],
        keywords: "abstract assert break case catch class continue default do else enum extends final finally for if implements import instanceof interface native new package permits private protected public record return sealed static strictfp super switch synchronized this throw throws transient try var volatile while yield",
        types: "boolean byte char double float int long short void true false null",
        has: CAPITALS | AT_NAMES,
        ..C_LIKE
    },
    Grammar {
        keywords: "auto break case const continue default do else enum extern for goto if inline register restrict return sizeof static struct switch typedef union volatile while",
        types: "bool char double float int long short signed unsigned void size_t int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t true false NULL",
        has: HASHES,
        ..C_LIKE
    },
    Grammar {
        long: &[("R\"(", ")\"")],
        keywords: "alignas alignof auto break case catch class concept const consteval constexpr constinit continue co_await co_return co_yield decltype default delete do else enum explicit export extern final for friend goto if inline mutable namespace new noexcept operator override private protected public requires return sizeof static static_assert static_cast struct switch template this throw try typedef typename union using virtual volatile while",
        types: "bool char double float int long short signed unsigned void size_t wchar_t true false nullptr std string vector",
        has: HASHES | CAPITALS,
        ..C_LIKE
    },
    Grammar {
        long: &[("\"\"\"", "\"\"\""), ("@\"", "\"")],
        keywords: "abstract as async await base break case catch checked class const continue default delegate do else enum event explicit extern finally fixed for foreach get if implicit in interface internal is lock namespace new operator out override params partial private protected public readonly record ref return sealed set sizeof stackalloc static struct switch this throw try typeof unchecked using var virtual volatile when where while yield unsafe",
        types: "bool byte char decimal double dynamic float int long object sbyte short string uint ulong ushort void true false null",
        has: HASHES | CAPITALS,
        ..C_LIKE
    },
    Grammar {
        long: &[("\"\"\"", "\"\"\"")],
        keywords: "abstract as break by catch class companion const constructor continue data do else enum external final finally for fun if import in infix init inline inner interface internal is lateinit object open operator out override package private protected public return sealed suspend super this throw try typealias val var when where while",
        types: "Any Boolean Byte Char Double Float Int Long Nothing Short String Unit true false null",
        has: CAPITALS | AT_NAMES,
        ..C_LIKE
    },
    Grammar {
        long: &[("\"\"\"", "\"\"\"")],
        quotes: "\"",
        keywords: "actor as associatedtype async await break case catch class continue default defer deinit do else enum extension fallthrough fileprivate final for func get guard if import in init inout internal is lazy let mutating nonisolated open operator override private protocol public repeat required rethrows return self set some static struct subscript super switch throw throws try typealias unowned var weak where while",
        types: "Any Bool Character Double Float Int String Void true false nil Self",
        has: CAPITALS | AT_NAMES | HASHES,
        ..C_LIKE
    },
    Grammar {
        block: Some(("=begin", "=end")),
        keywords: "alias and begin break case class def defined do else elsif end ensure extend for if in include loop module next not or private protected public raise redo require require_relative rescue retry return self super then undef unless until when while yield",
        types: "true false nil puts attr_accessor attr_reader attr_writer",
        has: CAPITALS | AT_NAMES | DOLLARS,
        ..HASH
    },
    Grammar {
        line: &["//", "#"],
        keywords: "abstract and as break case catch class clone const continue declare default do echo else elseif enum extends final finally fn for foreach function global if implements include include_once instanceof insteadof interface match namespace new or print private protected public readonly require require_once return static switch throw trait try use var while yield",
        types: "array bool float int iterable mixed object string void true false null self parent",
        has: CAPITALS | DOLLARS | CASELESS,
        ..C_LIKE
    },
    Grammar {
        keywords: "case do done elif else esac exec exit export fi for function if in local return select set shift source then trap unset until while",
        types: "alias cat cd chmod chown cp curl cut date docker echo eval find git grep head kill ls make mkdir mv npm printf ps pwd read rm sed sleep sort ssh sudo systemctl tail tar test touch tr true false uniq wc xargs",
        has: DOLLARS | SPACED | DASHES,
        ..HASH
    },
    Grammar {
        line: &["--"],
        keywords: "add all alter and as asc between by case check column commit constraint create cross default delete desc distinct drop else end except exists foreign from full function grant group having if in index inner insert intersect into is join key left like limit not null offset on or order outer over partition primary references returning revoke right rollback select set table then trigger truncate union unique update using values view when where window with",
        types: "bigint blob boolean bytea char date decimal double float int integer interval json jsonb numeric real serial smallint text time timestamp timestamptz uuid varchar true false avg coalesce count lower max min now sum upper",
        has: CASELESS,
        ..C_LIKE
    },
    Grammar { quotes: "\"", types: "true false null", has: KEYS, ..C_LIKE },
    Grammar { types: "true false null yes no on off", has: KEYS | SPACED | DASHES, ..HASH },
    Grammar { long: &[("\"\"\"", "\"\"\""), ("'''", "'''")], types: "true false inf nan", has: SETS | SECTIONS | DASHES, ..HASH },
    Grammar { line: &["#", ";"], quotes: "\"", types: "true false yes no on off", has: SETS | SECTIONS | DASHES | SPACED, ..HASH },
    Grammar {
        keywords: "and from important not only or to",
        types: "auto block flex grid inherit initial inline none revert unset var calc clamp min max rgb rgba hsl oklch url",
        has: AT_NAMES | KEYS | DASHES | DOLLARS,
        ..C_LIKE
    },
    Grammar { line: &[], block: Some(("<!--", "-->")), has: MARKUP | DASHES, ..C_LIKE },
    Grammar { line: &[], block: Some(("<!--", "-->")), has: MARKUP | DASHES, ..C_LIKE },
    Grammar {
        keywords: "add arg as cmd copy entrypoint env expose from healthcheck label maintainer onbuild run shell stopsignal user volume workdir",
        has: CASELESS | DOLLARS | SPACED | DASHES,
        ..HASH
    },
    Grammar {
        keywords: "define else endef endif export ifdef ifeq ifndef ifneq include override private unexport",
        has: DOLLARS | SETS | SPACED,
        ..HASH
    },
    Grammar {
        line: &["--"],
        block: Some(("--[[", "]]")),
        long: &[("[[", "]]")],
        keywords: "and break do else elseif end for function goto if in local not or repeat return then until while",
        types: "true false nil self ipairs pairs print require string table math",
        ..C_LIKE
    },
    Grammar {
        line: &["--"],
        block: Some(("{-", "-}")),
        quotes: "\"",
        keywords: "case class data default deriving do else family forall foreign if import in infix infixl infixr instance let module newtype of qualified then type where",
        types: "True False Nothing Just Left Right",
        ..C_LIKE
    },
    Grammar {
        long: &[("\"\"\"", "\"\"\"")],
        keywords: "abstract case catch class def do else enum extends extension final finally for forSome given if implicit import inline lazy match new object opaque override package private protected return sealed super then this throw trait try type using val var while with yield",
        types: "true false null Any Boolean Double Int Long Nothing Option String Unit",
        has: CAPITALS | AT_NAMES,
        ..C_LIKE
    },
    Grammar {
        long: &[("\"\"\"", "\"\"\""), ("'''", "'''")],
        keywords: "after alias and case catch cond def defdelegate defimpl defmacro defmodule defp defprotocol defstruct do else end fn for if import in not or quote raise receive require rescue try unless unquote use when with",
        types: "true false nil self",
        has: CAPITALS | AT_NAMES,
        ..HASH
    },
    Grammar {
        block: Some(("<#", "#>")),
        keywords: "begin break catch class continue data do dynamicparam else elseif end enum exit filter finally for foreach from function hidden if in param process return static switch throw trap try until using while",
        types: "true false null",
        has: CASELESS | DOLLARS | DASHES,
        ..HASH
    },
    Grammar {
        block: None,
        keywords: "align and asm async await break callconv catch comptime const continue defer else enum errdefer error export extern fn for if inline noalias opaque or orelse packed pub resume return struct suspend switch test threadlocal try union unreachable usingnamespace var volatile while",
        types: "anyerror anytype bool f32 f64 i8 i16 i32 i64 isize noreturn type u8 u16 u32 u64 usize void true false null undefined",
        has: AT_NAMES | CAPITALS,
        ..C_LIKE
    },
];

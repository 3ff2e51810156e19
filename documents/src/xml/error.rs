//! Why an XML document could not be read.

/// How deep elements may be nested.
pub(crate) const MOST_DEEP: usize = 127;
/// The most attributes of one element.
pub(crate) const MOST_ATTRIBUTES: usize = 64;
/// The most namespaces that are declared at one place.
pub(crate) const MOST_NAMESPACES: usize = 50;

/// Why an XML document was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum XmlError {
    /// An encoding that nobody knows.
    #[error("the document declares the encoding `{name}`, which is not known; save it again with the encoding UTF-8")]
    UnknownEncoding {
        /// What it declares.
        name: String,
    },
    /// Bytes that are not of the encoding that is declared.
    #[error(
        "the document says that it is in {name} and has bytes that are not; ask the issuer for it again, or save it again with the encoding UTF-8"
    )]
    WrongEncoding {
        /// What it declares.
        name: String,
    },
    /// A document type declaration, by which a document can draw in files and grow without bound.
    #[error(
        "line {line}: the document has a document type declaration (`<!DOCTYPE`), by which it could draw in other files or grow without bound; no credential needs one, ask the issuer for the document without it"
    )]
    Doctype {
        /// Line, from 1.
        line: usize,
    },
    /// Not well-formed XML.
    #[error(
        "line {line}, column {column}: {message}; the file is not well-formed XML, ask the issuer for it again rather than repair it by hand"
    )]
    Broken {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the parser found.
        message: String,
    },
    /// Elements nested too deep.
    #[error("line {line}: elements are nested more than 127 deep; no credential is, so the document is refused")]
    TooDeep {
        /// Line, from 1.
        line: usize,
    },
    /// An element with too many attributes, or too many namespaces.
    #[error(
        "line {line}: an element has more than 64 attributes or 50 namespaces; no credential has, so the document is refused"
    )]
    TooManyAttributes {
        /// Line, from 1.
        line: usize,
    },
    /// More elements and texts than are read.
    #[error(
        "the document has more than 200000 elements and texts; split it into several documents of fewer credentials"
    )]
    TooManyNodes,
}

impl XmlError {
    /// What the variant is called in counts and logs.
    pub fn word(&self) -> &'static str {
        match self {
            XmlError::UnknownEncoding { .. } | XmlError::WrongEncoding { .. } => "wrong encoding",
            XmlError::Doctype { .. } => "document type declaration",
            XmlError::Broken { .. } => "broken XML",
            XmlError::TooDeep { .. } => "too deep",
            XmlError::TooManyAttributes { .. } => "too many attributes",
            XmlError::TooManyNodes => "too many nodes",
        }
    }
}

//! The statement as PDF, set by Typst from the same model. Data reach the template as values, never as markup.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::layout::{Frame, FrameItem};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt as _, World, WorldExt as _};
use typst_kit::fonts::{FontStore, embedded};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::document::{Statement, json};
use crate::templates::{TemplateError, Templates};

/// The statement as a tagged PDF that conforms to PDF/UA-1.
///
/// # Errors
/// [`TemplateError`] where a template of the institution is broken, runs on for ever, or leaves out a heading, and where no
/// font has a character.
pub fn pdf(statement: &Statement, templates: &Templates) -> Result<Vec<u8>, TemplateError> {
    let desk = Desk::new(statement, templates)?;
    let document: PagedDocument = typst::compile(&desk).output.map_err(|errors| desk.told(&errors))?;
    // What typesetting kept for later runs is of no use to a letter that is set once.
    typst::comemo::evict(0);
    let set = written(&document);
    if !set.without.is_empty() {
        return Err(TemplateError::NoGlyph(set.without));
    }
    holds_headings(statement, &set.text)?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|e| TemplateError::Pdf(e.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(statement.details.reference.clone()),
        creator: Smart::Custom(Some("credstack".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| desk.told(&errors))
}

/// The built-in fonts, read once.
static FONTS: LazyLock<Vec<(Font, typst::text::FontInfo)>> = LazyLock::new(|| embedded().collect());

/// What typesetting may see: the templates, the statement, the fonts, and nothing else. There is no clock.
struct Desk {
    library: LazyHash<Library>,
    fonts: FontStore,
    main: FileId,
    sources: Vec<(FileId, Source)>,
    data: (FileId, Bytes),
}

impl Desk {
    fn new(statement: &Statement, templates: &Templates) -> Result<Self, TemplateError> {
        let mut fonts = FontStore::new();
        for bytes in templates.fonts() {
            fonts.extend(Font::iter(Bytes::new(bytes.clone())).map(|font| {
                let info = font.info().clone();
                (font, info)
            }));
        }
        fonts.extend(FONTS.iter().cloned());
        let mut sources = Vec::new();
        for (name, text) in templates.ending(&[".typ"]) {
            let id = file(name)?;
            sources.push((id, Source::new(id, text.to_owned())));
        }
        Ok(Self {
            library: LazyHash::new(
                Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build(),
            ),
            fonts,
            main: file("statement.typ")?,
            sources,
            data: (file("statement.json")?, Bytes::from_string(json(statement))),
        })
    }

    /// The first error, in words: which template, which line, what is wrong.
    fn told(&self, errors: &[SourceDiagnostic]) -> TemplateError {
        let Some(error) = errors.first() else { return TemplateError::Pdf("for an unknown reason".to_owned()) };
        let hints = error.hints.iter().map(|hint| format!("; {}", hint.v));
        let problem = hints.fold(error.message.to_string(), |all, hint| all + hint.as_str());
        let Some(id) = error.span.id() else { return TemplateError::Pdf(problem) };
        let source = self.sources.iter().find(|(known, _)| *known == id).map(|(_, source)| source);
        let line =
            source.zip(self.range(error.span)).and_then(|(source, range)| source.lines().byte_to_line(range.start));
        TemplateError::Broken {
            template: id.get().vpath().get_without_slash().to_owned(),
            line: line.map_or(0, |line| line + 1),
            problem,
        }
    }
}

fn file(name: &str) -> Result<FileId, TemplateError> {
    let path = VirtualPath::new(name).map_err(|error| TemplateError::Pdf(format!("`{name}`: {error:?}")))?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = self.sources.iter().find(|(known, _)| *known == id);
        found.map(|(_, source)| source.clone()).ok_or_else(|| not_there(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 { Ok(self.data.1.clone()) } else { Err(not_there(id)) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_there(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

/// What was set.
#[derive(Default)]
struct Set {
    /// The text, without anything between words, for lines are broken anywhere.
    text: String,
    /// The characters that no font has, each once.
    without: String,
}

/// The text of all pages.
fn written(document: &PagedDocument) -> Set {
    let mut set = Set::default();
    document.pages().iter().for_each(|page| gather(&page.frame, &mut set));
    set
}

fn gather(frame: &Frame, set: &mut Set) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => gather(&group.frame, set),
            FrameItem::Text(text) => {
                set.text.extend(text.text.chars().filter(|c| is_kept(*c)));
                for glyph in text.glyphs.iter().filter(|glyph| glyph.id == 0) {
                    let characters = text.text.get(glyph.range()).unwrap_or_default();
                    for character in characters.chars().filter(|c| is_kept(*c) && !c.is_control()) {
                        if !set.without.contains(character) {
                            set.without.push(character);
                        }
                    }
                }
            }
            _ => {}
        }
    }
}

/// Whether a character is compared: what typesetting puts between words and in them at the ends of lines is not.
fn is_kept(character: char) -> bool {
    !character.is_whitespace() && !matches!(character, '-' | '\u{ad}' | '\u{200b}' | '\u{2010}')
}

/// Every heading, the title and the notice stand in what was set: a template may arrange, but not leave out.
fn holds_headings(statement: &Statement, set: &str) -> Result<(), TemplateError> {
    let named = [("title", &statement.title), ("notice", &statement.notice)];
    let headings = statement.sections.iter().map(|s| (s.key.as_str(), &s.heading));
    let phrases = named.into_iter().chain(headings).flat_map(|(key, words)| words.0.iter().map(move |p| (key, p)));
    let missing: Vec<_> = phrases
        .filter(|(_, phrase)| !set.contains(&phrase.text.chars().filter(|c| is_kept(*c)).collect::<String>()))
        .collect();
    match missing.first() {
        None => Ok(()),
        Some((section, phrase)) => Err(TemplateError::LeavesOut {
            section: (*section).to_owned(),
            text: phrase.text.clone(),
            count: missing.len(),
        }),
    }
}

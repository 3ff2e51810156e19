//! The page of a kind of problem: what it means, why it matters, an example and its mending.

use crate::Slug;

/// A piece of a page, in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block<'a> {
    /// Paragraphs, as Markdown.
    Words(&'a str),
    /// An example, with the kind of text that it is: `credstack-broken`, `credstack`, `manifest-broken` or `manifest`.
    Example(&'a str, &'a str),
}

/// The page of a slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    slug: Slug,
}

impl Page {
    /// The page of a slug; every slug has one.
    pub fn of(slug: Slug) -> Self {
        Self { slug }
    }

    /// The whole page, as Markdown.
    pub fn markdown(self) -> &'static str {
        self.slug.markdown()
    }

    /// Where the page stands, from the root of the repository.
    pub fn address(self) -> String {
        format!("docs/problems/{}.md", self.slug.text())
    }

    /// The group that the problem belongs to, as `Sources and examples`; it stands in the page's second paragraph.
    pub fn group(self) -> &'static str {
        let line = self.markdown().lines().nth(2).unwrap_or_default();
        line.trim_matches('*').split(" · ").next().unwrap_or_default()
    }

    /// The page in pieces, without its title.
    pub fn blocks(self) -> Vec<Block<'static>> {
        let mut blocks = Vec::new();
        let body = self.markdown().split_once('\n').map_or("", |(_, body)| body);
        let mut rest = body;
        while let Some((words, after)) = rest.split_once("```") {
            blocks.push(Block::Words(words.trim()));
            let (kind, after) = after.split_once('\n').unwrap_or((after, ""));
            let (example, after) = after.split_once("```").unwrap_or((after, ""));
            blocks.push(Block::Example(kind, example.trim_end()));
            rest = after;
        }
        blocks.push(Block::Words(rest.trim()));
        blocks
    }

    /// The examples that are broken, each with its mending beside it.
    pub fn examples(self) -> Vec<(&'static str, &'static str)> {
        let examples: Vec<&'static str> = self
            .blocks()
            .into_iter()
            .filter_map(|b| match b {
                Block::Example(_, text) => Some(text),
                Block::Words(_) => None,
            })
            .collect();
        examples.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?))).collect()
    }

    /// The page for a terminal: examples indented, and no marks of Markdown but backticks.
    pub fn text(self) -> String {
        let mut text = format!("{}\n\n", self.slug.text());
        for block in self.blocks() {
            match block {
                Block::Words(words) => text += &format!("{}\n\n", words.replace('*', "")),
                Block::Example(_, example) => {
                    for line in example.lines() {
                        text += format!("    {line}").trim_end();
                        text.push('\n');
                    }
                    text.push('\n');
                }
            }
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    }
}

#[cfg(test)]
mod tests {
    use super::Page;
    use crate::Slug;

    #[test]
    fn a_page_begins_with_its_slug_and_says_how_grave_it_is() {
        for slug in Slug::ALL {
            let page = Page::of(*slug);
            let mut lines = page.markdown().lines();
            assert_eq!(lines.next(), Some(&*format!("# {}", slug.text())));
            let second = lines.nth(1).unwrap_or_default();
            assert!(second.ends_with(&format!(" · {}*", slug.severity().word())), "{}: {second}", slug.text());
            for part in ["**Why it matters.**", "**In doubt.**"] {
                assert!(page.markdown().contains(part), "{}: no {part}", slug.text());
            }
        }
    }

    #[test]
    fn a_page_on_a_terminal_has_its_examples_indented() {
        let text = Page::of(Slug::MissingUnit).text();
        assert!(text.starts_with("missing-unit\n\nNumbers, units and levels · error\n\n"), "{text}");
        assert!(text.contains("\n        classify as small when workload < 15\n"), "{text}");
        assert!(!text.contains("```") && !text.contains("**"), "{text}");
    }
}

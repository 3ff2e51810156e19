//! `OpenDocument` spreadsheets: `content.xml`, whose numbers and days are texts already.

use roxmltree::{Document as Tree, Node, ParsingOptions};

use super::MOST_COLUMNS;
use super::book::{Book, Cell, Rows, broken};
use crate::error::{DocumentError, MOST_CREDENTIALS};

/// The most XML nodes of a spreadsheet.
const MOST_NODES: u32 = 2_000_000;
/// The most rows that a repeated one stands for.
const MOST_REPEATED: usize = MOST_CREDENTIALS + 1;

pub(crate) fn parse(text: &str) -> Result<Tree<'_>, DocumentError> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Tree::parse_with_options(text, options).map_err(|problem| broken(&problem.to_string()))
}

/// A spreadsheet by its XML.
pub(crate) struct Ods<'t> {
    tree: &'t Tree<'t>,
}

impl<'t> Ods<'t> {
    pub(crate) fn new(tree: &'t Tree<'t>) -> Self {
        Self { tree }
    }

    fn tables(&self) -> impl Iterator<Item = Node<'t, 't>> {
        self.tree.descendants().filter(|n| is(*n, "table"))
    }

    fn is_hidden(&self, table: Node<'_, '_>) -> bool {
        let Some(style) = local(table, "style-name") else { return false };
        self.tree
            .descendants()
            .filter(|n| is(*n, "style") && local(*n, "name") == Some(style))
            .flat_map(|n| n.children())
            .any(|n| local(n, "display") == Some("false"))
    }
}

fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

/// An attribute by its local name.
fn local<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|a| a.name() == name).map(|a| a.value())
}

fn repeated(node: Node<'_, '_>, name: &str) -> usize {
    local(node, name).and_then(|n| n.parse().ok()).unwrap_or(1).max(1)
}

impl Book for Ods<'_> {
    fn sheets(&self) -> Vec<(String, bool)> {
        self.tables().map(|t| (local(t, "name").unwrap_or("").to_owned(), !self.is_hidden(t))).collect()
    }

    fn rows(&mut self, sheet: &str, row: &mut Rows<'_>) -> Result<(), DocumentError> {
        let Some(table) = self.tables().find(|t| local(*t, "name").unwrap_or("") == sheet) else { return Ok(()) };
        let mut number: usize = 1;
        for found in table.descendants().filter(|n| is(*n, "table-row")) {
            let times = repeated(found, "number-rows-repeated");
            let empty = cells(found).iter().all(|cell| cell.text.trim().is_empty());
            if !empty {
                for again in 0..times.min(MOST_REPEATED) {
                    row(number.saturating_add(again), cells(found))?;
                }
            }
            number = number.saturating_add(times);
        }
        Ok(())
    }
}

fn cells(row: Node<'_, '_>) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut column: usize = 0;
    for cell in row.children().filter(|n| is(*n, "table-cell") || is(*n, "covered-table-cell")) {
        let times = repeated(cell, "number-columns-repeated");
        let (text, formula) = (text(cell), local(cell, "formula").is_some());
        if !text.is_empty() {
            for again in 0..times.min(MOST_COLUMNS + 1) {
                cells.push(Cell { column: column.saturating_add(again), text: text.clone(), formula });
            }
        }
        column = column.saturating_add(times).min(MOST_COLUMNS + 1);
    }
    cells
}

/// The value as it is stored, else the words that are shown.
fn text(cell: Node<'_, '_>) -> String {
    let stored = match local(cell, "value-type") {
        Some("float" | "percentage" | "currency") => local(cell, "value"),
        Some("date") => local(cell, "date-value"),
        Some("boolean") => local(cell, "boolean-value"),
        Some("time") => local(cell, "time-value"),
        _ => local(cell, "string-value"),
    };
    if let Some(stored) = stored {
        return stored.to_owned();
    }
    let lines: Vec<String> = cell.children().filter(|n| is(*n, "p")).map(words).collect();
    lines.join("\n")
}

/// The words of a paragraph, with the spaces that stand as elements.
fn words(paragraph: Node<'_, '_>) -> String {
    let mut words = String::new();
    for node in paragraph.descendants() {
        if let Some(text) = node.text().filter(|_| node.is_text()) {
            words += text;
        } else if is(node, "s") || is(node, "tab") || is(node, "line-break") {
            words.push(' ');
        }
    }
    words
}

//! The graph as a picture.

use super::ladder_svg;
use super::model::{Graph, Subject};
use super::stack_svg;

/// Why there is no picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// The awards could not be laid out.
    #[error("the awards cannot be laid out as a picture: {0}; choose fewer, around one award")]
    Layout(String),
    /// Several awards are asked for together.
    #[error(
        "a picture shows one award; several together are written for Graphviz (`--as dot`) or for programs (`--as json`)"
    )]
    Several,
}

/// The graph as an SVG that needs nothing beside itself: no scripts, no fonts, no style sheets. Whatever documents and rules
/// say in it is escaped.
///
/// # Errors
/// [`PictureError`] for more awards than can be laid out, and for several that are asked for together.
pub fn svg(graph: &Graph) -> Result<String, PictureError> {
    match &graph.subject {
        Subject::Ladder(around) => ladder_svg::draw(graph, around.as_deref()).map_err(PictureError::Layout),
        Subject::Together(_) => Err(PictureError::Several),
        Subject::Stack(summary) => Ok(stack_svg::draw(graph, summary)),
    }
}

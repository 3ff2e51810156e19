//! Where the awards of a ladder go: layers from the bottom up, laid out by `graphlay`, which gives the same places for the
//! same graph on every machine. Its floating-point numbers become whole pixels here and go no further.

use graphlay::{
    BranchStyle, Direction, Edge, Graph, GraphBuilder, LabelPlacement, LabelReservation, LayoutOptions, Limits, Node,
    NodeId, PortSides, Size,
};

use super::paper::Rect;

/// A box to place.
pub(super) struct Block {
    /// A name that no other has: places depend on names, not on the order of blocks.
    pub(super) key: String,
    pub(super) width: i32,
    pub(super) height: i32,
}

/// A line to draw between two boxes, with room for a label.
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) label: (i32, i32),
}

/// A line that was placed.
#[derive(Debug, Default)]
pub(super) struct Route {
    pub(super) points: Vec<(i32, i32)>,
    /// The middle of its label.
    pub(super) label: Option<(i32, i32)>,
}

/// What was placed, from (0, 0) on.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub(super) blocks: Vec<Rect>,
    pub(super) routes: Vec<Route>,
    pub(super) width: i32,
    pub(super) height: i32,
}

/// More than this is no picture that anybody could read.
const MOST_BLOCKS: usize = 600;
const MOST_LINKS: usize = 3000;

/// Places boxes so that every line goes up; what no line touches stands below.
pub(super) fn places(blocks: &[Block], links: &[Link]) -> Result<Places, String> {
    if blocks.is_empty() {
        return Ok(Places::default());
    }
    let drawing = graphlay::layout(&graph(blocks, links), &options()).map_err(|e| e.to_string())?;
    let centres: Vec<(i32, i32)> = drawing.nodes.iter().map(|n| pixels(n.center)).collect();
    let ranked = |at: usize| drawing.nodes.get(at).is_some_and(|n| n.rank.is_some());
    // The library goes from the top down. What hangs together is turned over; what stands alone stays below it.
    let bottoms = centres.iter().zip(blocks).enumerate().filter(|(at, _)| ranked(*at));
    let deepest = bottoms.map(|(_, ((_, y), b))| y + b.height / 2).max().unwrap_or_default();
    let routes = drawing.edges.iter().map(|edge| {
        let turned = |(x, y): (i32, i32)| (x, deepest - y);
        Route {
            points: edge.points.iter().map(|p| turned(pixels(*p))).collect(),
            label: edge.label_anchor.map(|p| turned(pixels(p))),
        }
    });
    let rects = centres.iter().zip(blocks).enumerate().map(|(at, ((x, y), block))| {
        let y = if ranked(at) { deepest - y } else { *y };
        Rect { x: x - block.width / 2, y: y - block.height / 2, w: block.width, h: block.height }
    });
    Ok(from_zero(rects.collect(), routes.collect(), links))
}

fn graph(blocks: &[Block], links: &[Link]) -> Graph {
    let mut builder = GraphBuilder::new();
    let ids: Vec<NodeId> = blocks
        .iter()
        .map(|block| {
            let size = Size::new(f64::from(block.width), f64::from(block.height));
            builder.add_node(Node { size, key: Some(block.key.clone()), ..Node::default() })
        })
        .collect();
    for link in links {
        if let (Some(from), Some(to)) = (ids.get(link.from), ids.get(link.to)) {
            let label = Size::new(f64::from(link.label.0), f64::from(link.label.1));
            builder.add_edge(Edge { label_size: Some(label), ..Edge::new(*from, *to) });
        }
    }
    builder.build()
}

fn options() -> LayoutOptions {
    let mut options = LayoutOptions::process_map();
    options.direction = Direction::TopBottom;
    options.spacing.isolated_max_columns = 3;
    options.coords.branch_style = BranchStyle::Symmetric;
    options.routing.port_sides = PortSides::FacingOnly;
    options.labels.reservation = LabelReservation::Always;
    options.labels.placement = LabelPlacement::GapCentre;
    options.limits =
        Limits { max_nodes: Some(MOST_BLOCKS), max_edges: Some(MOST_LINKS), max_dummies: Some(10 * MOST_LINKS) };
    options
}

/// Moves everything so that the leftmost and topmost thing is at 0.
fn from_zero(mut blocks: Vec<Rect>, mut routes: Vec<Route>, links: &[Link]) -> Places {
    let mut corners: Vec<(i32, i32)> = blocks.iter().flat_map(|b| [(b.x, b.y), (b.right(), b.bottom())]).collect();
    for (route, link) in routes.iter().zip(links) {
        corners.extend(&route.points);
        let (w, h) = (link.label.0 / 2, link.label.1 / 2);
        corners.extend(route.label.iter().flat_map(|(x, y)| [(x - w, y - h), (x + w, y + h)]));
    }
    let least = |of: &dyn Fn(&(i32, i32)) -> i32| corners.iter().map(of).min().unwrap_or_default();
    let most = |of: &dyn Fn(&(i32, i32)) -> i32| corners.iter().map(of).max().unwrap_or_default();
    let (left, top) = (least(&|c| c.0), least(&|c| c.1));
    let (width, height) = (most(&|c| c.0) - left, most(&|c| c.1) - top);
    for block in &mut blocks {
        (block.x, block.y) = (block.x - left, block.y - top);
    }
    for (x, y) in routes.iter_mut().flat_map(|r| r.points.iter_mut().chain(r.label.iter_mut())) {
        (*x, *y) = (*x - left, *y - top);
    }
    Places { blocks, routes, width, height }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a picture is narrower than i32; `as` ends at its limits and never wraps"
)]
fn pixels(point: graphlay::Point) -> (i32, i32) {
    (point.x.round() as i32, point.y.round() as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(key: usize, width: i32, height: i32) -> Block {
        Block { key: format!("block {key:03}"), width, height }
    }

    #[test]
    fn boxes_of_all_sizes_never_overlap_and_lines_go_up() {
        let blocks: Vec<Block> =
            (0..60).map(|n: i32| block(n.unsigned_abs() as usize, 80 + n * 37 % 260, 40 + n * 53 % 190)).collect();
        let links: Vec<Link> = (0..50).map(|n| Link { from: n, to: n + 1 + n * 7 % 9, label: (70, 16) }).collect();
        let places = places(&blocks, &links).unwrap();
        for (at, a) in places.blocks.iter().enumerate() {
            for b in places.blocks.iter().skip(at + 1) {
                let apart = a.right() <= b.x || b.right() <= a.x || a.bottom() <= b.y || b.bottom() <= a.y;
                assert!(apart, "{a:?} {b:?}");
            }
            assert!(a.x >= 0 && a.y >= 0 && a.right() <= places.width && a.bottom() <= places.height);
        }
        for link in &links {
            assert!(places.blocks[link.from].y > places.blocks[link.to].y);
        }
    }

    #[test]
    fn a_circle_is_laid_out_all_the_same() {
        let links = [Link { from: 0, to: 1, label: (9, 9) }, Link { from: 1, to: 0, label: (9, 9) }];
        assert_eq!(places(&[block(0, 90, 40), block(1, 90, 40)], &links).unwrap().blocks.len(), 2);
    }
}

//! What can be wrong with a stack.

use crate::problem::ProblemError;

/// What is wrong with a stack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// There is nothing to check against.
    #[error("the problem makes no sense: {0}")]
    Problem(#[from] ProblemError),
    /// A cell names a slot or an item that there is not.
    #[error("the stack counts item {item} in slot {slot}; there is no such slot or no such item")]
    NoSuchCell {
        /// The slot.
        slot: usize,
        /// The item.
        item: usize,
    },
    /// A cell stands before a smaller one, or twice.
    #[error("what is counted is out of order, or counted twice, at `{item}` in slot `{slot}`")]
    Order {
        /// The slot.
        slot: String,
        /// The item.
        item: String,
    },
    /// An item is counted where it cannot be.
    #[error("`{item}` cannot fill slot `{slot}`")]
    NotOffered {
        /// The slot.
        slot: String,
        /// The item.
        item: String,
    },
    /// The choices are out of order, or there are two for one node.
    #[error("the choices are out of order, or made twice, at `{node}`")]
    ChoiceOrder {
        /// The node.
        node: String,
    },
    /// A choice where there is none to make.
    #[error("the stack chooses among the children of node {node}, where nothing is to be chosen")]
    NoChoice {
        /// Its place in the tree.
        node: usize,
    },
    /// Not as many children as have to be chosen, or something that is no child, or one twice, or out of order.
    #[error("`{node}` needs {needs} of its children chosen, each once and in order; chosen are the nodes {chosen:?}")]
    Choice {
        /// The node.
        node: String,
        /// How many.
        needs: usize,
        /// What is chosen.
        chosen: Vec<usize>,
    },
    /// Something is counted below a child that is not chosen.
    #[error("slot `{slot}` lies below a child that is not chosen; the stack counts `{item}` in it")]
    NotChosen {
        /// The slot.
        slot: String,
        /// The item.
        item: String,
    },
    /// Less or more of an item than its slot can count.
    #[error("slot `{slot}` can count {least} to {most} of `{item}`, the stack counts {counts}")]
    Amount {
        /// The slot.
        slot: String,
        /// The item.
        item: String,
        /// The least.
        least: String,
        /// The most.
        most: String,
        /// What is counted.
        counts: String,
    },
    /// What fills one slot whole is counted in another.
    #[error("`{item}` fills slot `{slot}` whole, and is counted elsewhere too")]
    Whole {
        /// The slot.
        slot: String,
        /// The item.
        item: String,
    },
    /// An item is in two slots that take it "up to".
    #[error("`{item}` is in {slots} slots that are filled \"up to\"; it can be in one")]
    UpTo {
        /// The item.
        item: String,
        /// How many.
        slots: usize,
    },
    /// More is counted of an item than there is.
    #[error("the shares that are counted of `{item}` sum to more than one")]
    Shares {
        /// The item.
        item: String,
    },
    /// Two items that are never both counted.
    #[error("`{one}` and `{other}` are never both counted, the stack counts both")]
    Clash {
        /// The one.
        one: String,
        /// The other.
        other: String,
    },
    /// A slot holds too much.
    #[error("slot `{slot}` holds at most {allows}, the stack counts {counts}")]
    Maximum {
        /// The slot.
        slot: String,
        /// What it holds.
        allows: String,
        /// What is counted.
        counts: String,
    },
    /// Neither nothing nor all of what is granted entire or not at all.
    #[error("slot `{slot}` is granted with its {needs} or not at all, the stack counts {counts}")]
    Entire {
        /// The slot.
        slot: String,
        /// All of it.
        needs: String,
        /// What is counted.
        counts: String,
    },
    /// Counted in more slots than those who share it allow.
    #[error("`{item}` may be counted in {uses} slots at once, the stack counts it in {slots}")]
    Uses {
        /// The item.
        item: String,
        /// In how many slots it is.
        slots: usize,
        /// In how many it may be.
        uses: usize,
    },
    /// More than two slots share a part of an item.
    #[error("more than two slots share `{item}`, and slot `{slot}` counts a part of it")]
    CutAndShared {
        /// The slot.
        slot: String,
        /// The item.
        item: String,
    },
    /// More is shared than may be.
    #[error("`{sharing}` allows {allows} to be shared, the stack shares {counts}")]
    Sharing {
        /// Who shares.
        sharing: String,
        /// What it allows.
        allows: String,
        /// What is shared.
        counts: String,
    },
    /// A limit is broken.
    #[error("limit `{limit}` allows {allows}, the stack counts {counts}")]
    Limit {
        /// The limit.
        limit: String,
        /// What it allows.
        allows: String,
        /// What is counted.
        counts: String,
    },
    /// The value is not that of the stack.
    #[error("the value has {said} for `{field}`, it is {is}")]
    Value {
        /// Which part of the value.
        field: &'static str,
        /// What the stack says.
        said: i64,
        /// What it is.
        is: i128,
    },
}

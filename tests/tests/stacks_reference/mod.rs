//! The best stack, found by looking at every one of them: every choice of children, with every allocation that the chosen
//! slots can hold.
//!
//! It shares no code with the solver or the checker, only their types, and never takes a short cut. Its cost grows with
//! the product of all that the items can do; it is for wallets that one can count on the fingers.

use std::cmp::Reverse;
use std::collections::BTreeSet;

mod more;

use credstack_stacking::{
    Account, Counted, Extent, Fill, Limit, LimitAccount, Measure, Node, NodeAccount, NodeKind, Offer, Problem,
    Progress, Side, Stack, Value,
};

/// Units counted, by slot and item.
type Table = Vec<Vec<i64>>;
/// The children chosen of every node of "any n of" that is part of the stack.
type Choice = Vec<(usize, Vec<usize>)>;
/// The order of stacks, the best first: value, walk, cells, choice.
type Rank = (Value, Reverse<Vec<i64>>, Vec<Counted>, Choice);
/// What a node lacks: requirements, items, credits times `fine`.
type Needs = (i64, i64, i64);

pub(crate) struct Reference<'p> {
    problem: &'p Problem,
    /// The slots below each node, itself included.
    slots_below: Vec<Vec<usize>>,
}

/// One choice, and what becomes part of the stack by it.
struct Chosen {
    choice: Choice,
    nodes: BTreeSet<usize>,
    slots: BTreeSet<usize>,
}

impl<'p> Reference<'p> {
    pub(crate) fn new(problem: &'p Problem) -> Self {
        let slots_below = (0..problem.tree.len()).map(|node| slots_below(problem, node)).collect();
        Reference { problem, slots_below }
    }

    /// The best stack, with what is superfluous taken out.
    pub(crate) fn best(&self) -> Stack {
        let mut best: Option<Rank> = None;
        self.for_each(&mut |table, chosen| {
            let value = self.value_of(table, chosen);
            // Saves the walk of what is worse in any case.
            if best.as_ref().is_some_and(|b| b.0 < value) {
                return;
            }
            let rank = (value, Reverse(self.walk(table)), counted(table), chosen.choice.clone());
            if best.as_ref().is_none_or(|b| rank < *b) {
                best = Some(rank);
            }
        });
        // Counting nothing is always within every "at most".
        let (value, _, counted, choice) = best.unwrap();
        self.trimmed(self.table(&counted).unwrap(), value, &self.chosen(choice))
    }

    /// Calls for every allocation within every "at most", under every choice.
    fn for_each(&self, call: &mut impl FnMut(&Table, &Chosen)) {
        for choice in self.choices(0) {
            let chosen = self.chosen(choice);
            let options: Vec<Vec<Table>> = (0..self.problem.items.len()).map(|i| self.options(i, &chosen)).collect();
            for_each_sum(&options, &self.empty(), &mut |table| {
                if self.within_rules(table, &chosen) {
                    call(table, &chosen);
                }
            });
        }
    }

    /// Whether a stack is one at all, whatever it says of its value.
    pub(crate) fn is_valid(&self, stack: &Stack) -> bool {
        let Some(table) = self.table(&stack.counted) else { return false };
        self.choices(0).contains(&stack.chosen) && self.within_rules(&table, &self.chosen(stack.chosen.clone()))
    }

    /// How good a valid stack is.
    pub(crate) fn value(&self, stack: &Stack) -> Value {
        self.value_of(&self.table(&stack.counted).unwrap(), &self.chosen(stack.chosen.clone()))
    }

    /// What a valid stack comes to in every part.
    pub(crate) fn account(&self, stack: &Stack) -> Account {
        let (table, chosen) = (self.table(&stack.counted).unwrap(), self.chosen(stack.chosen.clone()));
        let mut nodes = vec![NodeAccount::default(); self.problem.tree.len()];
        // Parents stand before their children.
        let mut needed = BTreeSet::from([0]);
        for at in chosen.nodes.iter().copied() {
            let node = &self.problem.tree[at];
            let children = node.kind.children().iter().filter(|c| chosen.nodes.contains(c));
            let mut each: Vec<(Needs, usize)> = children.map(|c| (self.needs(&table, &chosen, *c), *c)).collect();
            each.sort_unstable();
            if let NodeKind::AtLeast(n, _) = node.kind {
                each.truncate(n);
            }
            let (unmet, items, credits) = self.needs(&table, &chosen, at);
            let below = sum(&each.iter().map(|e| e.0).collect::<Vec<_>>());
            if needed.contains(&at) {
                needed.extend(each.iter().map(|e| e.1));
            }
            nodes[at] = NodeAccount {
                in_stack: true,
                needed: needed.contains(&at),
                credits: self.measured(&table, Measure::Credits, &self.slots_below[at]),
                items: self.measured(&table, Measure::Items, &self.slots_below[at]),
                outcomes: self.measured(&table, Measure::Outcomes, &self.slots_below[at]),
                met: unmet == 0,
                lacks_items: items - below.1,
                lacks_credits: credits - below.2,
            };
        }
        let limits = self.problem.limits.iter().map(|limit| {
            let (used, bound) = self.used_and_bound(&table, limit);
            let scale = if limit.measure == Measure::Credits { self.problem.fine } else { 1 };
            let items = limit.cells.iter().filter(|(slot, item)| table[*slot][*item] > 0).map(|(_, item)| *item);
            let items = items.collect::<BTreeSet<_>>().into_iter().collect();
            LimitAccount { used: used / scale, bound, items }
        });
        let (awards, sharing, averages, latest) = self.account_beyond(&table, &chosen);
        Account { limits: limits.collect(), nodes, awards, sharing, averages, latest }
    }

    /// Every choice that can be made.
    pub(crate) fn choices(&self, node: usize) -> Vec<Choice> {
        let children = self.problem.tree[node].kind.children();
        let sets = match &self.problem.tree[node].kind {
            NodeKind::Any(n, _) => subsets(children).into_iter().filter(|s| s.len() == *n).collect(),
            _ => vec![children.to_vec()],
        };
        let mut all = Vec::new();
        for mut set in sets {
            let mut choices: Vec<Choice> = vec![Vec::new()];
            for child in &set {
                let below = self.choices(*child);
                let with = |c: &Choice| below.iter().map(|b| [c.as_slice(), b].concat()).collect::<Vec<_>>();
                choices = choices.iter().flat_map(with).collect();
            }
            set.sort_unstable();
            for mut choice in choices {
                if matches!(self.problem.tree[node].kind, NodeKind::Any(..)) {
                    choice.push((node, set.clone()));
                }
                choice.sort();
                all.push(choice);
            }
        }
        all
    }

    fn chosen(&self, choice: Choice) -> Chosen {
        let mut nodes = BTreeSet::from([0]);
        // Children stand after their parents.
        for (at, node) in self.problem.tree.iter().enumerate() {
            if nodes.contains(&at) {
                match &node.kind {
                    NodeKind::Any(..) => nodes.extend(choice.iter().filter(|c| c.0 == at).flat_map(|c| &c.1)),
                    kind => nodes.extend(kind.children()),
                }
            }
        }
        let slot = |node: &usize| match self.problem.tree[*node].kind {
            NodeKind::Slot(slot) => Some(slot),
            _ => None,
        };
        let slots = nodes.iter().filter_map(slot).collect();
        Chosen { choice, nodes, slots }
    }

    fn empty(&self) -> Table {
        vec![vec![0; self.problem.items.len()]; self.problem.slots.len()]
    }

    /// All that one item can do by itself.
    fn options(&self, item: usize, chosen: &Chosen) -> Vec<Table> {
        let mut all = vec![self.empty()];
        for slot in &chosen.slots {
            let Some(offer) = self.offer(*slot, item) else { continue };
            for at in 0..all.len() {
                for units in 1..=offer.credits {
                    let mut table = all[at].clone();
                    table[*slot][item] = units;
                    all.push(table);
                }
            }
        }
        all.retain(|table| self.item_is_in_order(table, item));
        all
    }

    fn offer(&self, slot: usize, item: usize) -> Option<&'p Offer> {
        self.problem.slots[slot].offers.iter().find(|o| o.item == item)
    }

    /// The table of a list of cells, if it is one: in order, each cell once and one that there is, with something in it.
    fn table(&self, counted: &[Counted]) -> Option<Table> {
        let mut table = self.empty();
        let mut before = None;
        for cell in counted {
            let here = table.get_mut(cell.slot)?.get_mut(cell.item)?;
            if cell.units == 0 || before >= Some((cell.slot, cell.item)) {
                return None;
            }
            *here = cell.units;
            before = Some((cell.slot, cell.item));
        }
        Some(table)
    }

    fn item_is_in_order(&self, table: &Table, item: usize) -> bool {
        for (slot, row) in table.iter().enumerate().filter(|(_, row)| row[item] != 0) {
            let Some(offer) = self.offer(slot, item) else { return false };
            let place = &self.problem.slots[slot];
            let least = if place.fill == Fill::Whole && !place.entire { offer.least } else { 1 };
            if row[item] < least || row[item] > offer.credits {
                return false;
            }
        }
        self.lies_well(table, item)
    }

    fn within_rules(&self, table: &Table, chosen: &Chosen) -> bool {
        let problem = self.problem;
        let empty = |slot: &usize| table[*slot].iter().all(|units| *units == 0);
        let all_slots = || 0..table.len();
        let is_counted = |item: usize| table.iter().any(|row| row[item] != 0);
        let below_maximum = |slot: usize| {
            let used = self.measured(table, problem.slots[slot].measure, &[slot]);
            problem.slots[slot].maximum.is_none_or(|m| used <= m)
        };
        (0..problem.items.len()).all(|item| self.item_is_in_order(table, item))
            && all_slots().all(|slot| chosen.slots.contains(&slot) || empty(&slot))
            && problem.clashes.iter().all(|(a, b)| !(is_counted(*a) && is_counted(*b)))
            && all_slots().all(below_maximum)
            && self.shares_well(table)
            && problem.limits.iter().filter(|l| l.side == Side::AtMost && is_asked(l, chosen)).all(|limit| {
                let (used, bound) = self.used_and_bound(table, limit);
                used <= bound
            })
    }

    /// Both sides of a limit, credits times `fine`.
    fn used_and_bound(&self, table: &Table, limit: &Limit) -> (i64, i64) {
        let fine = self.problem.fine;
        let scale = if limit.measure == Measure::Credits { fine } else { 1 };
        let used = self.amount(table, limit.measure, &limit.cells) * scale;
        let bound = match (limit.extent, limit.measure) {
            (Extent::Fixed(n), Measure::Credits) => n * fine,
            (Extent::Fixed(n), Measure::Items | Measure::Outcomes) => n,
            (Extent::Share { parts, of }, _) => parts * self.measured(table, Measure::Credits, &self.slots_below[of]),
        };
        (used, bound)
    }

    fn value_of(&self, table: &Table, chosen: &Chosen) -> Value {
        let (unmet, tree_items, tree_credits) = self.needs(table, chosen, 0);
        let mut value = Value { unmet, tree_items, tree_credits, ..Value::default() };
        for limit in self.problem.limits.iter().filter(|l| l.side == Side::AtLeast && l.of.is_none()) {
            let (used, bound) = self.used_and_bound(table, limit);
            if used < bound {
                value.unmet += 1;
                match limit.measure {
                    Measure::Credits => value.limit_credits += bound - used,
                    Measure::Items | Measure::Outcomes => value.limit_items += bound - used,
                }
            }
        }
        let beyond = self.needs_beyond(table, None);
        (value.unmet, value.limit_credits) = (value.unmet + beyond.0, value.limit_credits + beyond.2);
        for (node, workload, weight) in self.awards() {
            let total = self.measured(table, Measure::Credits, &self.slots_below[node]);
            let wanted = workload.unwrap_or(total);
            if total < wanted {
                value.unmet += 1;
                value.workload += (wanted - total) * self.problem.fine;
            }
            value.uncounted -= total.min(wanted);
            value.in_progress += self.in_state(table, node, Progress::InProgress);
            value.planned += self.in_state(table, node, Progress::Planned);
            if self.is_complete(table, chosen, node, workload) {
                value.preference -= weight;
            }
        }
        value
    }

    fn needs(&self, table: &Table, chosen: &Chosen, at: usize) -> Needs {
        let node = &self.problem.tree[at];
        let (mut unmet, mut items, mut credits) = self.needs_of_kind(table, chosen, node);
        if let Some((measure, minimum)) = node.minimum {
            let short = minimum - self.measured(table, measure, &self.slots_below[at]);
            if short > 0 {
                unmet += 1;
                match measure {
                    Measure::Credits => credits = credits.max(short * self.problem.fine),
                    Measure::Items | Measure::Outcomes => items = items.max(short),
                }
            }
        }
        for limit in self.problem.limits.iter().filter(|l| l.side == Side::AtLeast && l.of == Some(at)) {
            let (used, bound) = self.used_and_bound(table, limit);
            if used < bound {
                unmet += 1;
                match limit.measure {
                    Measure::Credits => credits += bound - used,
                    Measure::Items | Measure::Outcomes => items += bound - used,
                }
            }
        }
        sum(&[(unmet, items, credits), self.needs_beyond(table, Some(at))])
    }

    fn needs_of_kind(&self, table: &Table, chosen: &Chosen, node: &Node) -> Needs {
        let children = node.kind.children().iter().filter(|c| chosen.nodes.contains(c));
        let mut each: Vec<Needs> = children.map(|c| self.needs(table, chosen, *c)).collect();
        each.sort_unstable();
        match node.kind {
            NodeKind::Slot(slot) => self.needs_of_slot(table, slot),
            NodeKind::All(_) | NodeKind::Any(..) => sum(&each),
            NodeKind::AtLeast(n, _) => sum(&each[..n]),
        }
    }

    fn needs_of_slot(&self, table: &Table, at: usize) -> Needs {
        let slot = &self.problem.slots[at];
        let short = (slot.minimum - self.measured(table, slot.measure, &[at])).max(0);
        let filled = slot.offers.iter().filter(|o| table[at][o.item] > 0);
        let values = count(&filled.flat_map(|o| o.values.iter().map(|v| *v as usize)).collect());
        let narrow = (i64::from(slot.spread) - values).max(0);
        let unmet = i64::from(short > 0 || narrow > 0);
        match slot.measure {
            Measure::Credits => (unmet, narrow, short * self.problem.fine),
            Measure::Items | Measure::Outcomes => (unmet, narrow + short, 0),
        }
    }

    /// What each credential counts in each slot, alternatives taken together.
    fn walk(&self, table: &Table) -> Vec<i64> {
        let items = &self.problem.items;
        let ids: BTreeSet<&str> = items.iter().map(|i| i.id.as_str()).collect();
        let in_row = |row: &Vec<i64>, id: &str| (0..items.len()).filter(|i| items[*i].id == id).map(|i| row[i]).sum();
        table.iter().flat_map(|row| ids.iter().map(move |id| in_row(row, id))).collect()
    }

    fn trimmed(&self, mut table: Table, value: Value, chosen: &Chosen) -> Stack {
        for cell in counted(&table).iter().rev() {
            if self.problem.slots[cell.slot].entire {
                // The grant is taken out with all that fills it.
                let mut without = table.clone();
                without[cell.slot].fill(0);
                if self.within_rules(&without, chosen) && self.value_of(&without, chosen) == value {
                    table = without;
                }
                continue;
            }
            let fits = |units: &i64| {
                let mut with = table.clone();
                with[cell.slot][cell.item] = *units;
                let divisible = self.problem.slots[cell.slot].fill != Fill::Whole;
                (divisible || [0, cell.units].contains(units))
                    && self.within_rules(&with, chosen)
                    && self.value_of(&with, chosen) == value
            };
            let least = (0..=cell.units).find(fits).unwrap();
            table[cell.slot][cell.item] = least;
        }
        Stack { counted: counted(&table), chosen: chosen.choice.clone(), value }
    }
}

/// A limit of an award that is no part of the stack is not asked.
fn is_asked(limit: &Limit, chosen: &Chosen) -> bool {
    limit.of.is_none_or(|node| chosen.nodes.contains(&node))
}

fn slots_below(problem: &Problem, node: usize) -> Vec<usize> {
    match &problem.tree[node].kind {
        NodeKind::Slot(slot) => vec![*slot],
        kind => kind.children().iter().flat_map(|c| slots_below(problem, *c)).collect(),
    }
}

fn count(distinct: &BTreeSet<usize>) -> i64 {
    i64::try_from(distinct.len()).unwrap()
}

fn sum(each: &[Needs]) -> Needs {
    each.iter().fold((0, 0, 0), |a, b| (a.0 + b.0, a.1 + b.1, a.2 + b.2))
}

fn subsets(all: &[usize]) -> Vec<Vec<usize>> {
    let Some((last, rest)) = all.split_last() else { return vec![Vec::new()] };
    let without = subsets(rest);
    let with: Vec<Vec<usize>> = without.iter().map(|s| [s.as_slice(), &[*last]].concat()).collect();
    [without, with].concat()
}

fn counted(table: &Table) -> Vec<Counted> {
    let cell = |slot, item| Counted { slot, item, units: table[slot][item] };
    let cells = (0..table.len()).flat_map(|slot| (0..table[slot].len()).map(move |item| cell(slot, item)));
    cells.filter(|c| c.units != 0).collect()
}

/// Calls for every table that takes one option of each item.
fn for_each_sum(options: &[Vec<Table>], so_far: &Table, call: &mut impl FnMut(&Table)) {
    let Some((first, rest)) = options.split_first() else { return call(so_far) };
    for option in first {
        let rows = so_far.iter().zip(option);
        let table = rows.map(|(a, b)| a.iter().zip(b).map(|(a, b)| a + b).collect()).collect();
        for_each_sum(rest, &table, call);
    }
}

//! Looking at worlds: every combination of the cells of the facts that are open, 64 at a time.
//!
//! What is known in every world is reckoned once, before; in each block of worlds only the steps that hang on open facts are run
//! again. Worlds that look alike in all that is read have the same value, which is made once.

use std::collections::HashMap;
use std::hash::Hash;

use credstack_model::AmountRange;
use foldhash::fast::FixedState;

use super::survey::Survey;
use super::table::Table;
use crate::compile::{Lanes, Program, Register, SpanKey, read};

/// As many worlds as a register has lanes.
const LANES: usize = 64;

impl Survey<'_> {
    /// Looks at every world of some open domains. `reads` are the registers of a program that `value` looks at; it is given the
    /// program, its registers, the lane and the credits, and may look at nothing else that differs between worlds.
    pub(crate) fn table<T: Clone + Eq + Hash>(
        &self,
        open: &[usize],
        reads: impl Fn(&Program) -> Vec<Register>,
        value: impl FnMut(&Program, &[Lanes], usize, AmountRange) -> T,
    ) -> Table<T> {
        self.table_in(None, open, reads, value)
    }

    /// The same, of one program whatever the dates.
    pub(crate) fn table_in<T: Clone + Eq + Hash>(
        &self,
        only: Option<&Program>,
        open: &[usize],
        reads: impl Fn(&Program) -> Vec<Register>,
        mut value: impl FnMut(&Program, &[Lanes], usize, AmountRange) -> T,
    ) -> Table<T> {
        let sizes = self.sizes(open);
        let count = sizes.iter().product();
        let credits_at = self.credits_domain().and_then(|domain| open.iter().position(|o| *o == domain));
        let picks = open
            .iter()
            .enumerate()
            .filter(|(_, domain)| self.domains().get(**domain).is_some_and(|d| d.picks_version()));
        let mut block = Block::new(&sizes, picks.map(|(at, _)| at).collect());
        let (mut values, mut worlds) = (Vec::new(), Vec::with_capacity(count));
        let mut places: HashMap<T, usize> = HashMap::new();
        let mut run: Option<Run<'_>> = None;
        while worlds.len() < count {
            let key = self.key_of(open, &block.next);
            block.take(count - worlds.len());
            let mut here = match run.take().filter(|run| run.key == key) {
                Some(run) => run,
                None => {
                    let program = only.unwrap_or_else(|| self.book().program(&key));
                    Run::new(self, key, program, reads(program))
                }
            };
            here.run(self, open, &block);
            for lane in 0..block.lanes {
                let digit = credits_at.map_or(0, |at| block.digit(at, lane));
                let place = here.place(lane, digit, |program, registers| {
                    let found = value(program, registers, lane, self.credits_in(digit));
                    let next = values.len();
                    let place = *places.entry(found.clone()).or_insert(next);
                    if place == next {
                        values.push(found);
                    }
                    place
                });
                worlds.push(place);
            }
            run = Some(here);
        }
        Table::new(values, worlds, sizes)
    }
}

/// Up to 64 worlds that follow one another and have the same rules in force.
struct Block {
    sizes: Vec<usize>,
    /// The domains among them that pick versions of rules.
    picks: Vec<usize>,
    /// The digits of the world after those of the block.
    next: Vec<usize>,
    lanes: usize,
    /// The digit of each domain in each lane.
    digits: Vec<usize>,
}

impl Block {
    fn new(sizes: &[usize], picks: Vec<usize>) -> Self {
        let count = sizes.len();
        Self { sizes: sizes.to_vec(), picks, next: vec![0; count], lanes: 0, digits: vec![0; count * LANES] }
    }

    /// Takes the next worlds, of which there are so many left.
    fn take(&mut self, left: usize) {
        let spans: Vec<usize> = self.picks.iter().filter_map(|at| self.next.get(*at).copied()).collect();
        self.lanes = 0;
        while self.lanes < LANES.min(left) {
            let same = self.picks.iter().zip(&spans).all(|(at, span)| self.next.get(*at) == Some(span));
            if !same {
                break;
            }
            for (at, digit) in self.next.iter().enumerate() {
                if let Some(slot) = self.digits.get_mut(at * LANES + self.lanes) {
                    *slot = *digit;
                }
            }
            self.lanes += 1;
            for (digit, size) in self.next.iter_mut().zip(&self.sizes).rev() {
                *digit += 1;
                if *digit < *size {
                    break;
                }
                *digit = 0;
            }
        }
    }

    fn digit(&self, at: usize, lane: usize) -> usize {
        self.digits.get(at * LANES + lane).copied().unwrap_or(0)
    }

    fn of_domain(&self, at: usize) -> impl Iterator<Item = usize> {
        self.digits.iter().skip(at * LANES).take(self.lanes).copied()
    }
}

/// A program that is run for block after block.
struct Run<'p> {
    key: SpanKey,
    program: &'p Program,
    registers: Vec<Lanes>,
    /// The steps that hang on open facts, in their order.
    steps: Vec<Register>,
    /// Of what is read, the registers that are not the same in every world.
    varying: Vec<Register>,
    /// What was read in each lane of the block: `width` words for each.
    seen: Vec<u64>,
    width: usize,
    /// The place of the value where this was read, with this digit of the credits.
    known: HashMap<Box<[u64]>, usize, FixedState>,
}

impl<'p> Run<'p> {
    fn new(survey: &Survey<'_>, key: SpanKey, program: &'p Program, reads: Vec<Register>) -> Self {
        let registers = survey.kleene(program);
        let steps = program.open_steps(&registers, &reads);
        let mut varying = reads;
        varying.retain(|register| read(&registers, *register).known != u64::MAX);
        varying.sort_unstable();
        varying.dedup();
        // Whether it is true and whether it is known, then the digit.
        let width = 2 * varying.len().div_ceil(LANES) + 1;
        let known = HashMap::with_hasher(FixedState::default());
        Self { key, program, registers, steps, varying, seen: vec![0; width * LANES], width, known }
    }

    fn run(&mut self, survey: &Survey<'_>, open: &[usize], block: &Block) {
        let mut masks: Vec<u64> = Vec::new();
        for (at, domain) in open.iter().enumerate() {
            let Some(domain) = survey.domains().get(*domain) else { continue };
            masks.clear();
            masks.resize(domain.cells.len(), 0);
            for (lane, digit) in block.of_domain(at).enumerate() {
                if let Some(mask) = masks.get_mut(digit) {
                    *mask |= 1 << lane;
                }
            }
            for (place, atom) in domain.atoms.iter().enumerate() {
                let holds = domain.cells.iter().zip(&masks).filter(|(cell, _)| cell.truths.get(place) == Some(&true));
                let truth = holds.fold(0, |truth, (_, mask)| truth | mask);
                if let Some(slot) = self.registers.get_mut(*atom) {
                    *slot = Lanes { truth, known: u64::MAX };
                }
            }
        }
        self.program.run_steps(&self.steps, &mut self.registers);
        self.look(block.lanes);
    }

    /// Writes down what is read in each lane.
    fn look(&mut self, lanes: usize) {
        self.seen.fill(0);
        let half = self.width / 2;
        for (at, register) in self.varying.iter().enumerate() {
            let Lanes { truth, known } = read(&self.registers, *register);
            let (word, bit) = (at / LANES, at % LANES);
            for (lane, words) in self.seen.chunks_exact_mut(self.width).take(lanes).enumerate() {
                if let Some(slot) = words.get_mut(word) {
                    *slot |= (truth >> lane & 1) << bit;
                }
                if let Some(slot) = words.get_mut(half + word) {
                    *slot |= (known >> lane & 1) << bit;
                }
            }
        }
    }

    /// The place of the value of a lane, made where it was not yet.
    fn place(&mut self, lane: usize, digit: usize, make: impl FnOnce(&Program, &[Lanes]) -> usize) -> usize {
        let words = self.seen.get_mut(lane * self.width..(lane + 1) * self.width).unwrap_or_default();
        if let Some(last) = words.last_mut() {
            *last = digit as u64;
        }
        if let Some(place) = self.known.get(&*words) {
            return *place;
        }
        let place = make(self.program, &self.registers);
        self.known.insert(Box::from(&*words), place);
        place
    }
}

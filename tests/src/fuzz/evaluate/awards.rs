//! An award and a smaller one within it, drawn.

use super::conditions::{Names, condition, credentials};
use super::draw::Draw;

/// Both awards.
pub(super) fn awards(draw: &mut Draw<'_>) -> String {
    let large = award(draw, "diploma", 60);
    let small = award(draw, "certificate", 24);
    [large, small].concat()
}

fn award(draw: &mut Draw<'_>, name: &str, workload: usize) -> String {
    let mut out =
        format!("award {name} \"An award\" {{\nkind {}\nworkload {workload} ECTS\n", draw.pick(&["diploma", "master"]));
    out += draw.pick(&["level EQF 7\n", "level EQF 6\n", "level none\n"]);
    out += draw.pick(&["recognise by house\n", "recognise by law\n", ""]);
    let components = draw.below(4);
    for number in 0..components {
        let kind = draw.pick(&["module", "thesis", "elective"]);
        let credits = draw.pick(&["6 ECTS", "12 ECTS", "4.5 ECTS"]);
        out += &format!("component c{number} \"A component\" kind {kind} {credits}{}\n", draw.maybe(2, " EQF 7"));
    }
    let mut writer = Requirements { draw, named: 0, components, nested: name == "diploma" };
    for _ in 0..=writer.draw.below(3) {
        out += &writer.require(2);
        out += "\n";
    }
    for _ in 0..draw.below(3) {
        let (side, bound) = (draw.pick(&["at most", "at least"]), bound(draw));
        out += &format!("{side} {bound} from {}\n", credentials(draw, Names::NONE));
    }
    out += draw.pick(&["", "", "repeats count best attempt\n", "used credits count again up to 6 ECTS\n"]);
    out + "}\n"
}

fn bound(draw: &mut Draw<'_>) -> &'static str {
    draw.pick(&["12 ECTS", "30 ECTS", "0 ECTS", "1/3 of award workload", "10% of all that is counted", "2 credentials"])
}

struct Requirements<'d, 'b> {
    draw: &'d mut Draw<'b>,
    /// How many have a name.
    named: usize,
    components: usize,
    /// Whether the smaller award may be asked for.
    nested: bool,
}

impl Requirements<'_, '_> {
    fn require(&mut self, depth: usize) -> String {
        let head = format!("require r{} \"A requirement\"", self.named);
        self.named += 1;
        match self.draw.below(if depth == 0 { 3 } else { 6 }) {
            3 => format!("{head} all of {}", self.children(depth)),
            4 => format!("{head} any 1 of {}", self.children(depth)),
            5 => format!("{head} at least {} of {}", self.draw.pick(&["1", "2"]), self.children(depth)),
            2 if self.nested => {
                self.nested = false;
                format!("{head} award certificate")
            }
            _ => format!("{head} {}", self.slot()),
        }
    }

    /// What stands between the braces of a group: two requirements or more, maybe a component, maybe a minimum.
    fn children(&mut self, depth: usize) -> String {
        let mut out = "{\n".to_owned();
        for _ in 0..2 + self.draw.below(2) {
            out += &self.require(depth - 1);
            out += "\n";
        }
        if self.components > 0 && self.draw.chance(2) {
            self.components -= 1;
            out += &format!("c{}\n", self.components);
        }
        if self.draw.chance(4) {
            out += "at least 12 ECTS\n";
        }
        out + "}"
    }

    fn slot(&mut self) -> String {
        let draw = &mut *self.draw;
        let mut out = draw
            .pick(&["at least 6 ECTS", "12 ECTS", "at least 3 ECTS at most 12 ECTS", "2 credentials", "at most 6 ECTS"])
            .to_owned();
        out += draw.pick(&["", "", " split", " up to", " whole"]);
        if draw.chance(3) {
            out += &format!(" from {}", credentials(draw, Names::NONE));
        }
        if draw.chance(3) {
            out += &format!(" where {}", condition(draw, Names::NONE, 1));
        }
        out += draw.pick(&[
            "",
            "",
            "",
            " never by recognition",
            " from at least 2 different fields",
            " at most 6 ECTS of one issuer",
        ]);
        out
    }
}

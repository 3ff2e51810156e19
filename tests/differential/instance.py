"""An instance of stacking as an integer program, for any solver: the same rows and the same levels for each of them.

Nothing here knows how credstack finds a stack; it is written from docs/stacking.md and the types of stacking/src/problem.rs.
"""

from math import gcd

LEVELS = (
    "unmet", "tree_items", "tree_credits", "limit_credits", "limit_items", "workload", "uncounted", "planned", "in_progress",
)


class Program:
    """Variables with bounds, rows `low <= sum <= high`, and for each level a sum to be made small."""

    def __init__(self, problem):
        self.problem = problem
        self.unit = self.common_unit(problem)
        self.bounds = []          # (low, high) of each variable
        self.rows = []            # ([(coefficient, variable)], low or None, high or None)
        self.goals = {level: [] for level in LEVELS}
        self.constants = dict.fromkeys(LEVELS, 0)
        self.cells = {}           # (slot, item) -> variable of the amount, in `unit`
        self.on = {}              # (slot, item) -> variable that says whether anything is counted there
        self.active = {}          # node -> variable that says whether it is part of the stack, or None for always
        self.build()

    @staticmethod
    def common_unit(problem):
        """Where all is whole, everything that is counted is a multiple of this."""
        if any(s["fill"] != "whole" for s in problem["slots"]):
            return 1
        unit = 0
        for slot in problem["slots"]:
            for offer in slot["offers"]:
                unit = gcd(unit, gcd(offer["credits"], offer["least"]))
            unit = gcd(unit, slot["minimum"] if slot["measure"] == "credits" else 0)
        return gcd(unit, problem["workload"] or 0) or 1

    def var(self, low, high):
        self.bounds.append((low, high))
        return len(self.bounds) - 1

    def row(self, terms, low=None, high=None):
        self.rows.append((terms, low, high))

    def build(self):
        problem = self.problem
        if any(o["least"] != o["credits"] for s in problem["slots"] if s["fill"] == "whole" for o in s["offers"]):
            raise ValueError("credits that the problem leaves open")
        for at, slot in enumerate(problem["slots"]):
            for offer in slot["offers"]:
                key, most = (at, offer["item"]), offer["credits"] // self.unit
                on = self.var(0, 1)
                self.on[key] = on
                if slot["fill"] == "whole":
                    self.cells[key] = (most, on)
                else:
                    amount = self.var(0, most)
                    self.row([(1, amount), (-most, on)], high=0)
                    self.row([(1, amount), (-1, on)], low=0)
                    self.cells[key] = (1, amount)
        self.counted_once()
        self.everything = self.sum_of(self.cells)
        self.tree()
        for limit in problem["limits"]:
            if limit["side"] == "at most":
                self.ceiling(limit)
            elif limit["of"] is None:
                self.floor(limit)
            else:
                raise ValueError("a floor below a node")
        self.total()

    def sum_of(self, cells):
        return [self.cells[c] for c in cells]

    def counted_once(self):
        fills = [s["fill"] for s in self.problem["slots"]]
        of_item = {}
        for slot, item in self.cells:
            of_item.setdefault(item, []).append(slot)
        for item, slots in of_item.items():
            of = lambda fill: [s for s in slots if fills[s] == fill]
            whole, parts = of("whole"), of("up to") + of("split")
            if len(slots) > 1 and whole and parts:
                for part in parts:
                    self.row([(1, self.on[s, item]) for s in whole] + [(1, self.on[part, item])], high=1)
            elif len(whole) > 1:
                self.row([(1, self.on[s, item]) for s in whole], high=1)
            if len(of("up to")) > 1:
                self.row([(1, self.on[s, item]) for s in of("up to")], high=1)
            if len(parts) > 1:
                most = {s: self.offer(s, item)["credits"] for s in parts}
                multiple = 1
                for m in most.values():
                    multiple = multiple // gcd(multiple, m) * m
                self.row([(multiple // most[s], self.cells[s, item][1]) for s in parts], high=multiple)
        for a, b in self.problem["clashes"]:
            for one in of_item.get(a, []):
                for other in of_item.get(b, []):
                    self.row([(1, self.on[one, a]), (1, self.on[other, b])], high=1)

    def offer(self, slot, item):
        return next(o for o in self.problem["slots"][slot]["offers"] if o["item"] == item)

    def items_of(self, cells):
        """For each item a variable that says whether it is counted in one of the cells."""
        of_item = {}
        for slot, item in cells:
            of_item.setdefault(item, []).append((slot, item))
        terms = []
        for item, keys in of_item.items():
            if len(keys) == 1:
                terms.append((1, self.on[keys[0]]))
                continue
            counted = self.var(0, 1)
            for key in keys:
                self.row([(1, counted), (-1, self.on[key])], low=0)
            self.row([(1, counted)] + [(-1, self.on[key]) for key in keys], high=0)
            terms.append((1, counted))
        return terms

    def measured(self, measure, cells):
        return self.sum_of(cells) if measure == "credits" else self.items_of(cells)

    def tree(self):
        tree = self.problem["tree"]
        waiting = [(0, None, None)]  # node, variable of being in the stack, variable of being asked
        while waiting:
            at, inside, asked = waiting.pop()
            node = tree[at]
            if node["minimum"] is not None:
                raise ValueError("a minimum of a node")
            if node["kind"] == "slot":
                self.slot(node["number"], inside, asked)
            elif node["kind"] == "all":
                waiting += [(c, inside, asked) for c in node["children"]]
            elif node["kind"] == "any":
                chosen = [self.var(0, 1) for _ in node["children"]]
                parent = [] if inside is None else [(-node["number"], inside)]
                number = node["number"] if inside is None else 0
                self.row([(1, c) for c in chosen] + parent, low=number, high=number)
                if inside is not None:
                    for c in chosen:
                        self.row([(1, c), (-1, inside)], high=0)
                # Only where the node itself is asked for is its child; then both are the same here.
                if asked is not inside:
                    raise ValueError("a choice below another kind of choice")
                waiting += [(child, c, c) for child, c in zip(node["children"], chosen)]
            else:
                needed = [self.var(0, 1) for _ in node["children"]]
                parent = [] if asked is None else [(-node["number"], asked)]
                number = node["number"] if asked is None else 0
                self.row([(1, c) for c in needed] + parent, low=number, high=None)
                waiting += [(child, inside, c) for child, c in zip(node["children"], needed)]

    def slot(self, at, inside, asked):
        slot = self.problem["slots"][at]
        cells = [(at, o["item"]) for o in slot["offers"]]
        credits = slot["measure"] == "credits"
        scale = self.unit if credits else 1
        filled = self.measured(slot["measure"], cells)
        if slot["maximum"] is not None:
            self.row(list(filled), high=slot["maximum"] // scale)
        if inside is not None:
            for cell in cells:
                self.row([(1, self.on[cell]), (-1, inside)], high=0)
        unmet = self.var(0, 1)
        needs = -(-slot["minimum"] // scale)
        if needs > 0:
            # In whole units, so that the bound may be no multiple only where everything is counted in hundredths.
            assert needs * scale == slot["minimum"]
            short = self.var(0, needs)
            self.at_least(filled + [(1, short)], needs, asked)
            self.row([(1, short), (-needs, unmet)], high=0)
            worth = scale * (self.problem["fine"] if credits else 1)
            self.goals["tree_credits" if credits else "tree_items"].append((worth, short))
        if slot["spread"] > 0:
            values = {}
            for offer in slot["offers"]:
                for value in offer["values"]:
                    values.setdefault(value, []).append((at, offer["item"]))
            terms = []
            for keys in values.values():
                seen = self.var(0, 1)
                self.row([(1, seen)] + [(-1, self.on[k]) for k in keys], high=0)
                terms.append((1, seen))
            narrow = self.var(0, slot["spread"])
            self.at_least(terms + [(1, narrow)], slot["spread"], asked)
            self.row([(1, narrow), (-slot["spread"], unmet)], high=0)
            self.goals["tree_items"].append((1, narrow))
        self.goals["unmet"].append((1, unmet))

    def at_least(self, terms, number, asked):
        if asked is None:
            self.row(terms, low=number)
        else:
            self.row(terms + [(-number, asked)], low=0)

    def share(self, limit, cells):
        """The cells times `fine`, less the share of the base."""
        base = set(self.below(limit["share_of"]))
        fine, parts = self.problem["fine"], limit["bound"]
        inside = set(cells)
        terms = []
        for key in sorted(base | inside):
            coefficient, variable = self.cells[key]
            weight = (fine if key in inside else 0) - (parts if key in base else 0)
            terms.append((coefficient * weight, variable))
        return terms

    def below(self, node):
        kind = self.problem["tree"][node]
        if kind["kind"] == "slot":
            return [c for c in self.cells if c[0] == kind["number"]]
        return [c for child in kind["children"] for c in self.below(child)]

    def ceiling(self, limit):
        cells = [tuple(c) for c in limit["cells"]]
        if limit["share_of"] is not None:
            self.row(self.share(limit, cells), high=0)
        else:
            scale = self.unit if limit["measure"] == "credits" else 1
            self.row(self.measured(limit["measure"], cells), high=limit["bound"] // scale)

    def floor(self, limit):
        cells = [tuple(c) for c in limit["cells"]]
        credits, fine, unit = limit["measure"] == "credits", self.problem["fine"], self.unit
        unmet = self.var(0, 1)
        self.goals["unmet"].append((1, unmet))
        if limit["share_of"] is not None:
            share = self.share(limit, cells)
            most, worth = sum(-min(0, c) * self.bounds[v][1] for c, v in share), unit
            short = self.var(0, most)
            self.row(share + [(1, short)], low=0)
        else:
            # The bound need be no multiple of the common unit.
            most, worth, scale = limit["bound"], (fine if credits else 1), (unit if credits else 1)
            short = self.var(0, most)
            self.row([(c * scale, v) for c, v in self.measured(limit["measure"], cells)] + [(1, short)], low=most)
        self.row([(1, short), (-most, unmet)], high=0)
        self.goals["limit_credits" if credits else "limit_items"].append((worth, short))

    def total(self):
        everything, unit, fine = self.everything, self.unit, self.problem["fine"]
        workload = self.problem["workload"]
        for progress, level in (("planned", "planned"), ("in progress", "in_progress")):
            items = {i for i, item in enumerate(self.problem["items"]) if item["progress"] == progress}
            self.goals[level] += [(c * unit, v) for c, v in self.sum_of([c for c in self.cells if c[1] in items])]
        if workload is None:
            self.goals["uncounted"] += [(-c * unit, v) for c, v in everything]
            return
        wanted = workload // unit
        short, unmet = self.var(0, wanted), self.var(0, 1)
        self.row(everything + [(1, short)], low=wanted)
        self.row([(1, short), (-max(wanted, 1), unmet)], high=0)
        self.goals["unmet"].append((1, unmet))
        self.goals["workload"].append((unit * fine, short))
        # Counted as far as the workload is the workload less what is missing of it.
        self.goals["uncounted"].append((unit, short))
        self.constants["uncounted"] = -workload

    def levels(self):
        """Each level with what its sum is divided by, so that solvers see small numbers."""
        for level in LEVELS:
            terms = self.goals[level]
            divisor = gcd(*(c for c, _ in terms)) if terms else 1
            yield [(c // divisor, v) for c, v in terms], divisor, self.constants[level]

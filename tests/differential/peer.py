"""Solves instances of stacking with one integer solver, level by level: python peer.py SOLVER SECONDS < instances > answers

SOLVER is cpsat (OR-Tools CP-SAT), highs (HiGHS) or clingo. An instance and an answer are a line of JSON each; `cpu_us` is the
processor time of this process, in microseconds, from the instance as Python data to its answer, `proven` whether every level was proven.
"""

import json
import sys
import time

from instance import Program


def cpsat(program, seconds):
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    variables = [model.new_int_var(low, high, "") for low, high in program.bounds]
    sum_of = lambda terms: cp_model.LinearExpr.weighted_sum([variables[v] for _, v in terms], [c for c, _ in terms])
    for terms, low, high in program.rows:
        expression = sum_of(terms)
        if low is not None:
            model.add(expression >= low)
        if high is not None:
            model.add(expression <= high)
    value = []
    for terms, divisor, constant in program.levels():
        if not terms:
            value.append(constant)
            continue
        model.minimize(sum_of(terms))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = max(0.1, seconds - time.process_time())
        if solver.solve(model) != cp_model.OPTIMAL:
            return None
        best = round(solver.objective_value)
        value.append(best * divisor + constant)
        model.add(sum_of(terms) <= best)
        model.clear_hints()
        for variable in variables:
            model.add_hint(variable, solver.value(variable))
    return value


def highs(program, seconds):
    import highspy

    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.5)
    infinity = highspy.kHighsInf
    count = len(program.bounds)
    for low, high in program.bounds:
        solver.addVar(low, high)
    solver.changeColsIntegrality(count, range(count), [highspy.HighsVarType.kInteger] * count)

    def row(terms, low, high):
        summed = {}
        for c, v in terms:
            summed[v] = summed.get(v, 0) + c
        low, high = -infinity if low is None else low, infinity if high is None else high
        solver.addRow(low, high, len(summed), list(summed), [float(c) for c in summed.values()])

    for terms, low, high in program.rows:
        row(terms, low, high)
    value = []
    for terms, divisor, constant in program.levels():
        if not terms:
            value.append(constant)
            continue
        costs = [0.0] * count
        for c, v in terms:
            costs[v] += c
        solver.changeColsCost(count, range(count), costs)
        solver.setOptionValue("time_limit", solver.getRunTime() + max(0.1, seconds - time.process_time()))
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        best = round(solver.getInfo().objective_function_value)
        value.append(best * divisor + constant)
        row(terms, None, best)
    return value


def clingo(program, seconds):
    import clingo as asp

    # Amounts of many values are no matter for grounding; instances with parts are left to the others.
    if program.unit == 1:
        return None
    control = asp.Control(["--opt-strategy=usc", "--warn=none"])
    with control.backend() as backend:
        atoms = []
        for low, high in program.bounds:
            # A variable is a sum of atoms: unary below 2, else binary digits.
            digits, rest = [], high - low
            weight = 1
            while rest > 0:
                weight_now = min(weight, rest)
                atom = backend.add_atom()
                backend.add_rule([atom], choice=True)
                digits.append((atom, weight_now))
                rest -= weight_now
                weight *= 2
            atoms.append((low, digits))

        def at_least(terms, bound):
            """Forbids every answer in which the sum is less than the bound."""
            literals = []
            for c, v in terms:
                low, digits = atoms[v]
                bound -= c * low
                for atom, weight in digits:
                    if c > 0:
                        literals.append((atom, c * weight))
                    elif c < 0:
                        literals.append((-atom, -c * weight))
                        bound += -c * weight
            if bound <= 0:
                return
            reached = backend.add_atom()
            backend.add_weight_rule([reached], bound, literals)
            backend.add_rule([], [-reached])

        for terms, low, high in program.rows:
            if low is not None:
                at_least(terms, low)
            if high is not None:
                at_least([(-c, v) for c, v in terms], -high)
        levels = list(program.levels())
        for at, (terms, _, _) in enumerate(levels):
            literals = []
            for c, v in terms:
                for atom, weight in atoms[v][1]:
                    literals.append((atom, c * weight))
            if literals:
                backend.add_minimize(len(levels) - at, literals)
    model = None

    def keep(found):
        nonlocal model
        model = [found.is_true(a) for _, d in atoms for a, _ in d]

    with control.solve(on_model=keep, async_=True) as handle:
        if not handle.wait(max(0.1, seconds - time.process_time())):
            handle.cancel()
            return None
        if not handle.get().exhausted:
            return None
    truth = iter(model)
    values = [low + sum(w for (_, w) in digits if next(truth)) for low, digits in atoms]
    return [sum(c * values[v] for c, v in terms) * divisor + constant for terms, divisor, constant in levels]


def main():
    solver, seconds = {"cpsat": cpsat, "highs": highs, "clingo": clingo}[sys.argv[1]], float(sys.argv[2])
    for line in sys.stdin:
        given = json.loads(line)
        start = time.process_time()
        value = solver(Program(given["problem"]), start + seconds)
        spent = time.process_time() - start
        answer = {"name": given["name"], "proven": value is not None, "value": value, "cpu_us": round(spent * 1_000_000)}
        print(json.dumps(answer), flush=True)


main()

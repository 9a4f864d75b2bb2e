# The battery of one connection over a year with scipy's HiGHS: the same model as src/jobs/battery-solver.ts. JSON in, JSON out.
import json
import sys
import time

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix

problem = json.load(sys.stdin)
net = np.array(problem["net"])
price = np.array(problem["price"])
month = np.array(problem["month"])
n, months, way, most = len(net), int(month.max()) + 1, problem["roundTrip"] ** 0.5, problem["kw"] / 4
before = time.perf_counter()
t = np.arange(n)
# Columns: import, export, charge, discharge, stored, and a peak for each month.
imp, exp, cha, dis, sto, peak = t, n + t, 2 * n + t, 3 * n + t, 4 * n + t, 5 * n + month
one = np.ones(n)
rows = np.concatenate([t, t, t, t, n + t, n + t, n + t, n + t[1:]])
cols = np.concatenate([imp, exp, cha, dis, cha, dis, sto, sto[:-1]])
vals = np.concatenate([one, -one, -one, one, -way * one, one / way, one, -one[1:]])
size = 5 * n + months
equal = coo_matrix((vals, (rows, cols)), shape=(2 * n, size))
below = coo_matrix((np.concatenate([4 * one, -one]), (np.concatenate([t, t]), np.concatenate([imp, peak]))), shape=(n, size))
cost = np.concatenate([price, -problem["export"] * one, np.zeros(3 * n), np.full(months, problem["peak"])])
upper = np.concatenate([np.full(2 * n, np.inf), np.full(2 * n, most), np.full(n, problem["kwh"]), np.full(months, np.inf)])
done = linprog(cost, A_ub=below, b_ub=np.zeros(n), A_eq=equal, b_eq=np.concatenate([net, np.zeros(n)]), bounds=np.column_stack([np.zeros(size), upper]), method="highs")
print(json.dumps({"ms": (time.perf_counter() - before) * 1000, "eur": done.fun}))

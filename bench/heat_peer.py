# The peer of the heat benchmark: the same transport and the same choice of links with scipy's own HiGHS.
import json, sys, time
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_matrix

given = json.load(sys.stdin)
supply, demand, arcs = np.array(given["supply"]), np.array(given["demand"]), given["arcs"]
start = time.perf_counter()
count = len(arcs)
rows = np.concatenate([[a["from"] for a in arcs], [len(supply) + a["to"] for a in arcs]])
matrix = coo_matrix((np.ones(2 * count), (rows, np.tile(np.arange(count), 2)))).tocsr()
found = linprog([-a["value"] for a in arcs], A_ub=matrix, b_ub=np.concatenate([supply, demand]), method="highs")
transport_ms = (time.perf_counter() - start) * 1000

links, kw = given["model"]["links"], {int(port): value for port, value in given["model"]["kw"]}
start = time.perf_counter()
n = len(links)
ports = sorted({l["source"] for l in links} | {l["sink"] for l in links})
row_of = {port: at for at, port in enumerate(ports)}
r, c, v = [], [], []
for at, link in enumerate(links):
    tight = min(link["kw"], kw[link["sink"]] * link["sinkShare"], kw[link["source"]] / link["sourcePerDelivered"])
    for row, column, value in ((row_of[link["source"]], n + at, link["sourcePerDelivered"]), (row_of[link["sink"]], n + at, 1), (len(ports) + at, n + at, 1), (len(ports) + at, at, -tight)):
        r.append(row); c.append(column); v.append(value)
cost = np.array([l["fixedEur"] for l in links] + [-l["eurPerMwh"] * 8.76 for l in links])
upper = np.concatenate([[kw[port] for port in ports], np.zeros(n)])
chosen = milp(cost, constraints=LinearConstraint(coo_matrix((v, (r, c))).tocsr(), -np.inf, upper), integrality=np.array([1] * n + [0] * n), bounds=Bounds(0, np.array([1] * n + [np.inf] * n)), options={"mip_rel_gap": 0.01, "time_limit": 10})
links_ms = (time.perf_counter() - start) * 1000
print(json.dumps({"transportMs": transport_ms, "transport": -found.fun, "linksMs": links_ms, "links": -chosen.fun}))

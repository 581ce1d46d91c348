//! Ranks: how far along the arrows each box stands. The rank of a box is the longest path that leads to it; an arrow that
//! closes a circle counts the other way round.

use crate::document::{FlowEdge, Flowchart};

/// The ranks of a chart's boxes.
pub(super) struct Ranks {
    /// Of each box, from zero.
    pub(super) of: Vec<usize>,
    /// For each arrow whether it leads against the ranks.
    pub(super) is_backward: Vec<bool>,
}

impl Ranks {
    pub(super) fn of(chart: &Flowchart) -> Self {
        let nodes = chart.nodes.len();
        let is_backward = backward(nodes, &chart.edges);
        let ends = |(edge, backward): (&FlowEdge, &bool)| {
            if *backward { (edge.to, edge.from) } else { (edge.from, edge.to) }
        };
        let mut of = vec![0; nodes];
        // Without circles, no path is longer than there are boxes.
        for _ in 0..nodes {
            let mut settled = true;
            for (from, to) in chart.edges.iter().zip(&is_backward).map(ends) {
                if of[to] <= of[from] {
                    of[to] = of[from] + 1;
                    settled = false;
                }
            }
            if settled {
                break;
            }
        }
        Self { of, is_backward }
    }

    pub(super) fn count(&self) -> usize {
        self.of.iter().max().map_or(0, |last| last + 1)
    }
}

/// How far a box has been looked at.
#[derive(Clone, Copy, PartialEq)]
enum Visit {
    Not,
    Open,
    Done,
}

/// Which arrows lead back to a box from which they can be reached: a search in depth, in the order written.
fn backward(nodes: usize, edges: &[FlowEdge]) -> Vec<bool> {
    let mut leaving: Vec<Vec<usize>> = vec![Vec::new(); nodes];
    for (number, edge) in edges.iter().enumerate() {
        leaving[edge.from].push(number);
    }
    let mut visits = vec![Visit::Not; nodes];
    let mut is_backward = vec![false; edges.len()];
    for start in 0..nodes {
        if visits[start] != Visit::Not {
            continue;
        }
        visits[start] = Visit::Open;
        let mut path = vec![(start, 0)];
        while let Some((node, next)) = path.last_mut() {
            let Some(number) = leaving[*node].get(*next).copied() else {
                visits[*node] = Visit::Done;
                path.pop();
                continue;
            };
            *next += 1;
            let to = edges[number].to;
            match visits[to] {
                Visit::Open => is_backward[number] = true,
                Visit::Done => {}
                Visit::Not => {
                    visits[to] = Visit::Open;
                    path.push((to, 0));
                }
            }
        }
    }
    is_backward
}

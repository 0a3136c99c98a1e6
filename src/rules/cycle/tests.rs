//! Circles are found whatever the shape around them.

use super::{Edges, cycles};

fn edges(lists: &[&[usize]]) -> Edges<()> {
    lists.iter().map(|list| list.iter().map(|to| (*to, ())).collect()).collect()
}

fn found(lists: &[&[usize]]) -> Vec<Vec<usize>> {
    let circles = cycles(&edges(lists));
    circles.into_iter().map(|circle| circle.into_iter().map(|(at, ())| at).collect()).collect()
}

#[test]
fn what_leads_nowhere_is_no_circle() {
    assert_eq!(found(&[&[1, 2], &[2], &[], &[0]]), Vec::<Vec<usize>>::new());
}

#[test]
fn one_that_names_itself_is_a_circle() {
    assert_eq!(found(&[&[1], &[1], &[2]]), [vec![1], vec![2]]);
}

#[test]
fn the_way_into_a_circle_is_no_part_of_it() {
    assert_eq!(found(&[&[2], &[2], &[3], &[4], &[2]]), [vec![2, 3, 4]]);
}

#[test]
fn each_group_is_told_once_by_its_shortest_circle() {
    assert_eq!(found(&[&[1, 2], &[2], &[0, 1], &[4], &[3]]), [vec![0, 2], vec![3, 4]]);
}

#[test]
fn a_long_chain_takes_neither_stack_nor_time() {
    let size = 200_000;
    let mut chain: Edges<()> = (0..size).map(|at| vec![((at + 1) % size, ())]).collect();
    // Every thing lies on a circle with every other one before it.
    chain.last_mut().expect("a chain").extend((0..size).map(|to| (to, ())));
    let circles = cycles(&chain);
    assert_eq!(circles.len(), 1);
    assert_eq!(circles.first().map(Vec::len), Some(size));
}

//! Makes a failing program small: proptest leaves out one item after the other, the largest first, as long as the same law stays
//! broken.

use std::cell::RefCell;
use std::sync::Arc;

use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};

use super::tree::Program;

/// What is wrong with a program: a word by which the same fault is known again, and what to tell.
pub(crate) struct Fault {
    /// The law that it breaks, or nothing where it does not build.
    pub(crate) law: &'static str,
    pub(crate) sign: String,
    pub(crate) told: String,
}

/// The smallest program with the same fault, and what is told of it.
pub(crate) fn smallest(
    program: &Program,
    fault: impl Fn(&Program, Option<&str>) -> Option<Fault>,
) -> (Program, String) {
    let config =
        Config { failure_persistence: None, max_shrink_iters: 4000, max_shrink_time: 20_000, ..Config::default() };
    let sign: RefCell<Option<(&'static str, String)>> = RefCell::new(None);
    let told = RefCell::new(String::new());
    let outcome = TestRunner::new(config).run_one(Tree::new(program.clone()), |program| {
        let known = sign.borrow().as_ref().map(|(law, _)| *law);
        let Some(found) = fault(&program, known) else { return Ok(()) };
        // Another fault than the first is another story.
        if sign.borrow_mut().get_or_insert_with(|| (found.law, found.sign.clone())).1 != found.sign {
            return Err(TestCaseError::reject("another fault"));
        }
        *told.borrow_mut() = found.told;
        Err(TestCaseError::fail(found.sign))
    });
    match outcome {
        Err(TestError::Fail(_, program)) => (program.as_ref().clone(), told.into_inner()),
        other => panic!("the program has no fault the second time: {other:?}"),
    }
}

/// A program of which items can be left out.
#[derive(Debug)]
struct Tree {
    program: Program,
    /// Items that may still be left out, the last one next.
    left: Vec<u32>,
    tried: Option<u32>,
}

impl Tree {
    fn new(program: Program) -> Self {
        let mut left: Vec<u32> = program.outermost_first();
        left.reverse();
        Self { program, left, tried: None }
    }
}

impl ValueTree for Tree {
    type Value = Arc<Program>;

    fn current(&self) -> Arc<Program> {
        Arc::new(self.program.clone())
    }

    fn simplify(&mut self) -> bool {
        let there: Vec<u32> = self.program.items().iter().map(|(item, _)| item.number).collect();
        self.left.retain(|number| there.contains(number));
        self.tried = self.left.pop();
        self.tried.is_some_and(|number| self.program.without.insert(number))
    }

    fn complicate(&mut self) -> bool {
        let Some(number) = self.tried.take() else { return false };
        self.program.without.remove(&number);
        // The next one is tried at once: the program as it was is known to fail.
        self.simplify()
    }
}

//! What is big, and when its memory is given back.

use std::mem::ManuallyDrop;
use std::ops::Deref;

/// Whether a command ends after what it has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lasting {
    /// It does: to give memory back piece by piece takes time and helps no one.
    Once,
    /// It goes on, and does the same again.
    Again,
}

/// Something big.
#[derive(Debug)]
pub(super) enum Held<T> {
    /// It lives as long as the process.
    ForGood(ManuallyDrop<T>),
    /// It is given back.
    ForNow(T),
}

impl<T> Held<T> {
    pub(super) fn new(value: T, lasting: Lasting) -> Self {
        match lasting {
            Lasting::Once => Held::ForGood(ManuallyDrop::new(value)),
            Lasting::Again => Held::ForNow(value),
        }
    }
}

impl<T> Deref for Held<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Held::ForGood(value) => value,
            Held::ForNow(value) => value,
        }
    }
}

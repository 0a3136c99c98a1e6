//! Builds of one folder at once.

use crate::shop::{STATES, Shop, tree};
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// So often some are started.
const ROUNDS: u64 = 12;

#[test]
fn builds_of_one_folder_at_once_leave_the_output_of_one_of_them() {
    let shop = Shop::new();
    let out = shop.folder.path().join("dist");
    for round in 0..ROUNDS {
        let mut children: Vec<Child> = (0..4)
            .map(|number| {
                let mut command = shop.command(STATES[number % 2], &out);
                command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
            })
            .collect();
        // In half of the rounds one dies, and another one ends its work.
        if round % 2 == 1 {
            sleep(Duration::from_millis(10 * round));
            let mut child = children.remove(0);
            child.kill().unwrap();
            child.wait().unwrap();
        }
        for mut child in children {
            assert!(child.wait().unwrap().success(), "a build that waits for another one builds");
        }
        shop.state_of(&tree(&out));
        for name in ["stage", "commit", "done"] {
            assert!(!out.join(".todoc").join(name).exists(), "{name} is left");
        }
    }
}

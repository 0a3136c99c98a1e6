//! Kills: a disk that dies after every possible number of changes, records that are not ours, builds at once.

use super::{new, old, put, tree, written};
use std::fs;
use todoc::diagnostics::{Code, Diagnostic};
use todoc::emit::{self, Output, Recovered};

/// Kills the second of two builds after every possible number of changes, and the recovery from that as well; recovers;
/// returns what was recovered how often.
fn kill_everywhere(before: Option<&Output>, after: &Output) -> (usize, usize, usize) {
    let states = [before.map(written).unwrap_or_default(), written(after)];
    let (mut finished, mut taken_back, mut nothing) = (0, 0, 0);
    for changes in 0.. {
        let mut recovery_done = false;
        let mut build_done = false;
        for recovery_changes in 0..1000 {
            let scratch = tempfile::tempdir().unwrap();
            let out = scratch.path().join("dist");
            if let Some(before) = before {
                emit::write(&out, before).unwrap();
            }
            build_done = emit::write_killed_after(changes, &out, after).is_ok();
            recovery_done = emit::recover_killed_after(recovery_changes, &out).is_ok();
            let recovered = emit::recover(&out).unwrap();
            let found = tree(&out);
            assert!(states.contains(&found), "killed after {changes}, then {recovery_changes}: {found:?}");
            match recovered {
                Some(Recovered::Finished) => finished += 1,
                Some(Recovered::TakenBack) => taken_back += 1,
                None => nothing += 1,
            }
            assert!(recovered != Some(Recovered::Finished) || found == states[1]);
            assert!(recovered != Some(Recovered::TakenBack) || found == states[0]);
            assert!(!build_done || found == states[1], "a build that says it is done is done");
            emit::write(&out, after).unwrap();
            assert_eq!(tree(&out), states[1], "and the next build is as any other");
            assert!(!out.join(".todoc/stage").exists() && !out.join(".todoc/done").exists());
            if recovery_done {
                break;
            }
        }
        assert!(recovery_done);
        if build_done && leaves_nothing(changes, before, after) {
            return (finished, taken_back, nothing);
        }
    }
    unreachable!("a build ends")
}

/// Whether a build with so many changes leaves nothing to clear.
fn leaves_nothing(changes: usize, before: Option<&Output>, after: &Output) -> bool {
    let scratch = tempfile::tempdir().unwrap();
    if let Some(before) = before {
        emit::write(scratch.path(), before).unwrap();
    }
    let done = emit::write_killed_after(changes, scratch.path(), after).is_ok();
    done && !scratch.path().join(".todoc/stage").exists() && !scratch.path().join(".todoc/done").exists()
}

#[test]
fn a_kill_at_any_moment_leaves_the_old_or_the_new_output() {
    let (finished, taken_back, nothing) = kill_everywhere(Some(&old()), &new());
    assert!(finished > 50 && taken_back > 10 && nothing > 5, "{finished} {taken_back} {nothing}");
}

#[test]
fn a_kill_at_any_moment_of_the_first_build_leaves_nothing_or_the_output() {
    let (finished, taken_back, nothing) = kill_everywhere(None, &old());
    assert!(finished > 5 && taken_back > 10 && nothing > 1, "{finished} {taken_back} {nothing}");
}

#[test]
fn a_killed_build_that_can_no_longer_be_finished_is_taken_back() {
    let mut taken_back = 0;
    for changes in 0..60 {
        let scratch = tempfile::tempdir().unwrap();
        emit::write(scratch.path(), &old()).unwrap();
        if emit::write_killed_after(changes, scratch.path(), &new()).is_ok() {
            break;
        }
        let mine = scratch.path().join("extra.json");
        if mine.exists() || !scratch.path().join(".todoc/commit").exists() {
            continue;
        }
        put(&mine, "mine");
        assert_eq!(emit::recover(scratch.path()).unwrap(), Some(Recovered::TakenBack));
        let mut expected = written(&old());
        expected.insert("extra.json".into(), "mine".into());
        assert_eq!(tree(scratch.path()), expected, "killed after {changes}");
        taken_back += 1;
    }
    assert!(taken_back > 2, "{taken_back}");
}

#[test]
fn recovery_of_a_quiet_output_touches_nothing() {
    let scratch = tempfile::tempdir().unwrap();
    assert_eq!(emit::recover(&scratch.path().join("none")).unwrap(), None);
    assert_eq!(emit::recover(scratch.path()).unwrap(), None);
    assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn a_record_that_todoc_did_not_write_is_not_followed() {
    let scratch = tempfile::tempdir().unwrap();
    let (out, outside) = (scratch.path().join("dist"), scratch.path().join("outside"));
    put(&outside.join("secret"), "secret");
    put(&out.join(".todoc/stage/0.new"), "evil");
    std::os::unix::fs::symlink(&outside, out.join("link")).unwrap();
    for steps in ["remove ../outside/secret", "remove link/secret", "create link/new", "nonsense"] {
        put(&out.join(".todoc/commit"), &format!("todoc commit 1\n{steps}\nend\n"));
        let found = Diagnostic::from(emit::recover(&out).unwrap_err());
        assert_eq!(found.code, Code::E0914, "{steps}");
        assert_eq!(tree(&outside).into_iter().collect::<Vec<_>>(), [("secret".into(), "secret".into())], "{steps}");
    }
}

#[test]
fn builds_at_once_wait_for_each_other() {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().join("dist");
    let outputs = [old(), new()];
    std::thread::scope(|scope| {
        for turn in 0..4 {
            let (out, outputs) = (&out, &outputs);
            scope.spawn(move || {
                for output in outputs.iter().cycle().skip(turn % 2).take(20) {
                    emit::write(out, output).unwrap();
                }
            });
        }
    });
    let found = tree(&out);
    assert!(found == written(&old()) || found == written(&new()), "{found:?}");
}

//! A program of ours that stands still for a while, with all its connections open.

use std::process::Child;

use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};

/// Stops a program; returns when the last of its threads stands still.
pub fn pause(child: &Child) {
    kill_process(Pid::from_child(child), Signal::STOP).unwrap();
    let (_, status) = waitpid(Some(Pid::from_child(child)), WaitOptions::UNTRACED).unwrap().expect("it is our child");
    assert!(status.stopped(), "it ended instead: {status:?}");
}

/// Lets it go on.
pub fn resume(child: &Child) {
    kill_process(Pid::from_child(child), Signal::CONT).unwrap();
}

//! Process trees as Linux tells of them in `/proc`: who belongs to one, what memory and processor time it takes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

/// A process and everything it has started, directly or not.
#[must_use]
pub fn tree(root: u32) -> BTreeSet<u32> {
    let parents: BTreeMap<u32, u32> = all().filter_map(|pid| Some((pid, parent(pid)?))).collect();
    parents
        .keys()
        .copied()
        .filter(|pid| ancestry(*pid, &parents).any(|ancestor| ancestor == root))
        .collect()
}

/// The processes whose environment holds `NAME=value`, also those that have left their parents.
#[must_use]
pub fn marked(name: &str, value: &str) -> BTreeSet<u32> {
    let entry = format!("{name}={value}");
    all()
        .filter(|pid| {
            fs::read(format!("/proc/{pid}/environ")).is_ok_and(|environment| {
                environment
                    .split(|byte| *byte == 0)
                    .any(|pair| pair == entry.as_bytes())
            })
        })
        .collect()
}

/// The memory of these processes in bytes, shared pages divided among those that share them (PSS).
#[must_use]
pub fn memory(processes: &BTreeSet<u32>) -> u64 {
    processes
        .iter()
        .filter_map(|pid| proportional_set(*pid))
        .sum::<u64>()
        * 1024
}

/// Bytes that a process has read from files so far, those of `/proc` included; 0 where the system does not say.
#[must_use]
pub fn read_by(pid: u32) -> u64 {
    let told = fs::read_to_string(format!("/proc/{pid}/io")).unwrap_or_default();
    let mut lines = told.lines();
    lines
        .find_map(|line| line.strip_prefix("rchar: ")?.parse().ok())
        .unwrap_or_default()
}

/// The processor time that these processes have used so far, in clock ticks (1/100 s).
#[must_use]
pub fn ticks(processes: &BTreeSet<u32>) -> u64 {
    // Fields 14 and 15 of proc(5), counted behind the name, which may hold blanks: 12th and 13th.
    let used = |pid: &u32| {
        let fields = stat(*pid)?;
        Some(fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?)
    };
    processes.iter().filter_map(used).sum()
}

/// The processor time that a program has used so far, in clock ticks (1/100 s): its own, that of what it has started, and that
/// of children which have ended.
#[must_use]
pub fn ticks_of_all(root: u32) -> u64 {
    // Fields 14 to 17 of proc(5): user and system time, and both of children that were waited for.
    let used = |pid: u32| {
        let fields = stat(pid)?;
        let times = fields.get(11..15)?.iter();
        Some(
            times
                .filter_map(|time| time.parse::<u64>().ok())
                .sum::<u64>(),
        )
    };
    tree(root).into_iter().filter_map(used).sum()
}

/// The most memory that a process has had so far, in bytes (RSS at its highest).
#[must_use]
pub fn peak(pid: u32) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

/// The name of the program that a process runs, as it was started.
#[must_use]
pub fn name(pid: u32) -> String {
    fs::read_to_string(format!("/proc/{pid}/comm"))
        .unwrap_or_default()
        .trim()
        .to_owned()
}

/// The threads of these processes that have real-time priority, by name.
#[must_use]
pub fn real_time_threads(processes: &BTreeSet<u32>) -> Vec<String> {
    // Field 40 of proc(5), counted behind the name: 38th.
    let is_real_time = |fields: &Vec<String>| fields.get(37).is_some_and(|level| level != "0");
    let tasks = |pid: &u32| {
        fs::read_dir(format!("/proc/{pid}/task"))
            .into_iter()
            .flatten()
    };
    let named = |thread: u32| stat(thread).filter(is_real_time).map(|_| name(thread));
    processes
        .iter()
        .flat_map(tasks)
        .filter_map(|task| named(task.ok()?.file_name().to_str()?.parse().ok()?))
        .collect()
}

/// Whether a process still runs; one that has ended and only waits to be noticed does not.
#[must_use]
pub fn is_alive(pid: u32) -> bool {
    fs::read_link(format!("/proc/{pid}/exe")).is_ok()
}

/// Ends these processes at once, without asking them.
pub fn kill(processes: &BTreeSet<u32>) {
    if processes.is_empty() {
        return;
    }
    let list: Vec<String> = processes.iter().map(u32::to_string).collect();
    // The shell's own `kill`; those that have gone in the meantime are what was wanted.
    let line = format!("kill -9 {} 2>/dev/null", list.join(" "));
    let _ = Command::new("sh").args(["-c", &line]).status();
}

fn all() -> impl Iterator<Item = u32> {
    let entries = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(Result::ok);
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

/// What stands behind the name in `/proc/PID/stat`, beginning with the state (field 3).
fn stat(pid: u32) -> Option<Vec<String>> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, rest) = text.rsplit_once(')')?;
    Some(rest.split_whitespace().map(str::to_owned).collect())
}

fn parent(pid: u32) -> Option<u32> {
    stat(pid)?.get(1)?.parse().ok()
}

fn ancestry(pid: u32, parents: &BTreeMap<u32, u32>) -> impl Iterator<Item = u32> {
    std::iter::successors(Some(pid), |pid| parents.get(pid).copied())
}

fn proportional_set(pid: u32) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wait::{PATIENCE, until};

    #[test]
    fn what_ended_children_have_used_counts_and_the_peak_stays() {
        let busy = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done";
        let line = format!("sh -c '{busy}'; exec sleep 60");
        let mut shell = Command::new("sh").args(["-c", &line]).spawn().unwrap();
        let used = until("the child's time", PATIENCE, || {
            let used = ticks_of_all(shell.id());
            Ok((name(shell.id()) == "sleep").then_some(used))
        });
        assert!(used.unwrap() > ticks(&BTreeSet::from([shell.id()])));
        assert!(peak(shell.id()).unwrap() > 0);
        kill(&BTreeSet::from([shell.id()]));
        assert!(!shell.wait().unwrap().success());
    }

    #[test]
    fn a_tree_holds_grandchildren_and_is_gone_after_the_kill() {
        let mut shell = Command::new("sh")
            .args(["-c", "sleep 60 & wait"])
            .env("MARK", "oak")
            .spawn()
            .unwrap();
        let both = until("the grandchild", PATIENCE, || {
            Ok(Some(tree(shell.id()))
                .filter(|tree| tree.len() == 2 && tree.is_subset(&marked("MARK", "oak"))))
        })
        .unwrap();
        assert!(memory(&both) > 0);
        kill(&both);
        assert!(!shell.wait().unwrap().success());
        until("their end", PATIENCE, || {
            Ok(marked("MARK", "oak").is_empty().then_some(()))
        })
        .unwrap();
    }
}

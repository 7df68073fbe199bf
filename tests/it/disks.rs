//! A disk that is full, and folders that can't be written to. Both are mounted in a namespace of the test's own (`unshare`),
//! so that they hold for root, too; where that isn't allowed, the tests say so.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::decisions::DAY;
use crate::desk::Desk;
use crate::publication::{self, Event, assert_same, tree};
use crate::scripted::Scripted;

/// Runs a script of the shell as root of a namespace; none where that isn't allowed. `$BANTIN` is the program.
fn in_a_namespace(folder: &Path, script: &str) -> Option<Output> {
    let unshare = |script: &str| {
        let mut unshare = Command::new("unshare");
        unshare.args(["--user", "--map-root-user", "--mount", "sh", "-ec", script]);
        unshare.env("BANTIN", env!("CARGO_BIN_EXE_bantin")).current_dir(folder).output()
    };
    let allowed = unshare("mount -t tmpfs none \"$PWD\"").is_ok_and(|output| output.status.success());
    if !allowed {
        println!("skipped: no file systems may be mounted here");
        return None;
    }
    Some(unshare(script).unwrap())
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

async fn after_a_pass(passes: &[Vec<Event>]) -> (Desk, Scripted) {
    let (mut desk, server) = publication::desk(passes, 4).await;
    publication::pass(&mut desk, &passes[0]).await;
    fs::write(desk.folder().join("feeds.toml"), desk.text()).unwrap();
    (desk, server)
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_full_disk_a_pass_fails_and_once_there_is_room_nothing_is_lost_and_nothing_twice() {
    let passes = [vec![Event::News(5)], vec![Event::News(150)]];
    // In the shell's way: what fills the disk is one file, which is removed when there is to be room.
    let script = |room: &str| {
        format!(
            "mkdir -p disk; mount -t tmpfs -o size=64m none disk
             cp bantin.db feeds.toml disk/; cp -a public disk/; cd disk
             head -c {room} /dev/zero > ballast; cat /dev/zero > rest 2>/dev/null || true; rm ballast
             set +e; \"$BANTIN\" once; echo \"full: $?\"
             grep -rc '' public/index.html > /dev/null; echo \"readable: $?\"
             rm rest; \"$BANTIN\" once; echo \"then: $?\"; \"$BANTIN\" once; echo \"again: $?\"
             rm -rf ../after; mkdir ../after; cp -a bantin.db public ../after/"
        )
    };
    for room in ["40k", "300k", "900k", "2000k"] {
        let (desk, _server) = after_a_pass(&passes).await;
        let (mut undisturbed, _other) = after_a_pass(&passes).await;
        let now = "UPDATE source SET next_poll = 0";
        desk.database().execute(now, []).unwrap();
        drop(desk.database().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())));
        let folder = desk.folder().to_owned();
        let script = script(room);
        let Some(output) = tokio::task::spawn_blocking(move || in_a_namespace(&folder, &script)).await.unwrap() else {
            return;
        };
        let said = said(&output);
        assert!(said.contains("full: 4") || said.contains("full: 2"), "{room}: {said}");
        assert!(
            said.contains("is its disk full?")
                || said.contains("check the disk")
                || said.contains("No space left")
                || said.contains("and the disk"),
            "{room}: {said}"
        );
        assert!(said.contains("then: 0") && said.contains("again: 0"), "{room}: {said}");
        undisturbed.database().execute(now, []).unwrap();
        undisturbed.now += DAY;
        undisturbed.pass().await;
        let after = desk.folder().join("after");
        let count = |path: &Path, sql: &str| -> i64 {
            rusqlite::Connection::open(path).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
        };
        for sql in [
            "SELECT count(*) FROM article",
            "SELECT count(*) FROM entry",
            "SELECT count(*) FROM story",
            "SELECT count(*) FROM channel_story",
        ] {
            assert_eq!(
                count(&after.join("bantin.db"), sql),
                count(&undisturbed.config().store.database, sql),
                "{room}: {sql}"
            );
        }
        let published = publication::tree_of(&after.join("public"));
        let names = |tree: &publication::Tree| tree.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&published), names(&tree(&undisturbed)), "{room}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_that_can_t_be_written_to_are_named_and_the_next_pass_makes_up_for_it() {
    let passes = [vec![Event::News(5)], vec![Event::News(5)]];
    for (read_only, expected) in
        [(&["data"][..], "data/bantin.db"), (&["public"], "public"), (&["data", "public"], "data/bantin.db")]
    {
        let (mut desk, _server) = publication::desk(&passes, 4).await;
        desk.more("[store]\ndatabase = \"data/bantin.db\"\n");
        publication::pass(&mut desk, &passes[0]).await;
        let text = desk.text();
        fs::write(desk.folder().join("feeds.toml"), text).unwrap();
        desk.database().execute("UPDATE source SET next_poll = 0", []).unwrap();
        let before = tree(&desk);
        let mounts: String = read_only
            .iter()
            .map(|folder| format!("mount --bind {folder} {folder}; mount -o remount,bind,ro {folder}\n"))
            .collect();
        let folder = desk.folder().to_owned();
        let script = format!("{mounts} set +e; \"$BANTIN\" once; echo \"code: $?\"");
        let Some(output) = tokio::task::spawn_blocking(move || in_a_namespace(&folder, &script)).await.unwrap() else {
            return;
        };
        let said = said(&output);
        assert!(said.contains(expected) && said.contains("permissions"), "{read_only:?}: {said}");
        assert!(said.contains("code: 4") || said.contains("code: 2"), "{read_only:?}: {said}");
        assert_same(&before, &tree(&desk));
        let output =
            Command::new(env!("CARGO_BIN_EXE_bantin")).arg("once").current_dir(desk.folder()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let items = fs::read_to_string(desk.config().publish.directory.join("feeds/tin.json")).unwrap();
        assert!(items.contains("Tin") && tree(&desk).len() > before.len(), "{read_only:?}");
    }
}

//! A full disk: nothing acked is missing, reading goes on, and it heals by itself.

use std::{
    fs,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use reqwest::StatusCode;
use serde_json::json;
use tempfile::TempDir;
use tokio::{net::TcpListener, time::sleep};

use crate::support::{Browser, Visitor, client, client_id};

/// The real program on a file system of two megabytes that is its own.
struct SmallDisk {
    process: Child,
    url: String,
    filler: PathBuf,
    _folder: TempDir,
}

impl SmallDisk {
    async fn start() -> Self {
        let folder = TempDir::new().expect("a folder");
        let disk = folder.path().join("disk");
        fs::create_dir(&disk).expect("a folder");
        let organisation = folder.path().join("organisation.toml");
        fs::write(
            &organisation,
            "organisation = { slug = \"ours\", name = \"Ours\" }\n[[sites]]\nid = \"ours\"\nname = \"Ours\"\ndomains = []\n",
        )
        .expect("writes");
        let port =
            TcpListener::bind("127.0.0.1:0").await.expect("binds").local_addr().expect("has one").port();
        let url = format!("http://127.0.0.1:{port}");
        // A mount namespace of its own, so that the test needs no rights on the machine.
        let script = "mount -t tmpfs -o size=2m usher \"$1\" && \"$2\" apply \"$3\" && exec \"$2\" serve";
        let process = Command::new("unshare")
            .args(["--map-root-user", "--mount", "sh", "-c", script, "sh"])
            .args([disk.as_os_str(), env!("CARGO_BIN_EXE_usher").as_ref(), organisation.as_os_str()])
            .env("USHER_LISTEN", format!("127.0.0.1:{port}"))
            .env("USHER_PUBLIC_URL", &url)
            .env("USHER_DATABASE_URL", format!("sqlite:{}", disk.join("usher.db").display()))
            .env("USHER_DATA_DIR", &disk)
            .stdout(Stdio::null())
            .spawn()
            .expect("unshare is there");
        let filler = PathBuf::from(format!("/proc/{}/root{}", process.id(), disk.join("filler").display()));
        let mut this = Self { process, url, filler, _folder: folder };
        this.ready().await;
        this
    }

    async fn ready(&mut self) {
        let client = client();
        for _ in 0..300 {
            if client
                .get(format!("{}/health/ready", self.url))
                .send()
                .await
                .is_ok_and(|r| r.status().is_success())
            {
                return;
            }
            assert!(
                self.process.try_wait().expect("asks").is_none(),
                "the program ended before it was ready"
            );
            sleep(Duration::from_millis(50)).await;
        }
        panic!("the program was not ready within 15 s");
    }

    fn visitor(&self) -> Visitor {
        let browser = Browser { url: self.url.clone(), client: client(), cookie: None };
        Visitor {
            browser,
            site: "ours".to_owned(),
            token: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ".to_owned(),
        }
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[tokio::test]
async fn a_full_disk_is_told_and_heals() {
    let disk = SmallDisk::start().await;
    let jonas = disk.visitor();
    let mut acked = Vec::new();
    jonas.says("before").await;
    // Fill what is left but a little, then write until it is full.
    let mut size = 2_000_000;
    while size > 1000 && fs::write(&disk.filler, vec![1; size]).is_err() {
        size -= size / 16;
    }
    let mut refused = None;
    for n in 0..2000 {
        let text = format!("{n} {}", "x".repeat(3000));
        let (status, body) = jonas.send(client_id(), &text).await;
        match status {
            StatusCode::OK => acked.push(text),
            StatusCode::TOO_MANY_REQUESTS => sleep(Duration::from_millis(50)).await,
            _ => {
                refused = Some((status, body));
                break;
            }
        }
    }
    let (status, body) = refused.expect("the disk became full");
    assert_eq!((status, &body["code"]), (StatusCode::INSUFFICIENT_STORAGE, &json!("storage_full")), "{body}");
    assert!(body["retry_after_ms"].as_u64().is_some());
    let alive = disk.visitor().browser.get("/health/live").send().await.expect("answers");
    assert_eq!(alive.status(), StatusCode::OK);
    let panel = disk.visitor().browser.get("/chat/ours").send().await.expect("answers");
    assert_eq!(panel.status(), StatusCode::OK, "reading goes on");

    fs::remove_file(&disk.filler).expect("makes room");
    let id = client_id();
    let mut healed = jonas.send(id, "after").await;
    for _ in 0..100 {
        if healed.0 == StatusCode::OK {
            break;
        }
        sleep(Duration::from_millis(50)).await;
        healed = jonas.send(id, "after").await;
    }
    assert_eq!(healed.0, StatusCode::OK, "{}", healed.1);
    acked.push("after".to_owned());
    acked.insert(0, "before".to_owned());

    let mut stored = Vec::new();
    let mut before = i64::MAX;
    loop {
        let (status, older) = jonas.call("message/history", &json!({ "site": "ours", "seq": before })).await;
        assert_eq!(status, StatusCode::OK, "{older}");
        let lines = older["messages"].as_array().expect("lines").clone();
        let texts = lines.iter().map(|line| line["text"].as_str().unwrap_or_default().to_owned());
        stored.splice(0..0, texts.collect::<Vec<_>>());
        if older["more"] == json!(false) {
            break;
        }
        before = lines[0]["seq"].as_i64().expect("a seq");
    }
    assert_eq!(stored, acked, "what was acked is there, once, in order, and nothing else");
}

//! A reader's browser: Debian's chromium without a window, spoken to over its pipe (the Chrome `DevTools` Protocol, a JSON
//! object and a NUL for each message). Nothing that it asks for leaves this machine.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

/// A page that isn't there after this long won't come.
const PATIENCE: Duration = Duration::from_mins(1);

/// What a picture that is elsewhere looks like here.
const PICTURE: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='480' height='320'><rect width='480' height='320' fill='#789'/></svg>";

pub struct Browser {
    process: Child,
    to: ChildStdin,
    from: Receiver<Value>,
    last_id: u64,
    session: String,
    /// What may be asked; the rest is answered here: pictures with a picture, everything else with nothing.
    home: String,
    /// What was asked of others, in order.
    pub abroad: Vec<Request>,
    /// Errors and warnings of the console, exceptions, and what the policy forbade.
    pub complaints: Vec<String>,
    /// What was loaded, by the protocol's id: its kind (`Document`, `Image`), and its bytes on the wire with headers.
    loaded: HashMap<String, (String, u64)>,
    /// Pages that came up, and of these, which have loaded.
    navigations: usize,
    loads: usize,
    _profile: TempDir,
}

/// A request that would have left this machine.
#[derive(Debug)]
pub struct Request {
    pub url: String,
    /// `Image`, `Script`, `Document`, as the protocol calls them.
    pub kind: String,
    pub referrer: Option<String>,
}

impl Browser {
    /// None where there is no chromium, and then it says so. `home` is the site, `http://127.0.0.1:…/`.
    pub fn start(home: &str) -> Option<Self> {
        let is_there = Command::new("chromium").arg("--version").output().is_ok_and(|output| output.status.success());
        if !is_there {
            println!("skipped: there is no chromium");
            return None;
        }
        let profile = tempfile::tempdir().unwrap();
        // The protocol goes over the descriptors 3 and 4: what the shell has as its input and output.
        let script = "exec chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
            --disable-background-networking --disable-component-update --disable-sync --hide-scrollbars \
            --remote-debugging-pipe --host-resolver-rules='MAP * ~NOTFOUND, EXCLUDE 127.0.0.1' \
            --user-data-dir=\"$0\" about:blank 3<&0 4>&1 0</dev/null 1>/dev/null";
        let mut process = Command::new("sh")
            .args(["-c", script])
            .arg(profile.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let to = process.stdin.take().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap());
        let (sender, from) = channel();
        std::thread::spawn(move || {
            let mut message = Vec::new();
            while lines.read_until(0, &mut message).is_ok_and(|length| length > 0) {
                let value = serde_json::from_slice(&message[..message.len() - 1]).unwrap();
                message.clear();
                if sender.send(value).is_err() {
                    break;
                }
            }
        });
        let mut browser = Self {
            process,
            to,
            from,
            last_id: 0,
            session: String::new(),
            home: home.to_owned(),
            abroad: Vec::new(),
            complaints: Vec::new(),
            loaded: HashMap::new(),
            navigations: 0,
            loads: 0,
            _profile: profile,
        };
        let target = browser.tell("Target.createTarget", json!({ "url": "about:blank" }));
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let session = browser.tell("Target.attachToTarget", attach);
        session["sessionId"].as_str().unwrap().clone_into(&mut browser.session);
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.tell(&format!("{domain}.enable"), json!({}));
        }
        browser.tell("Network.setCacheDisabled", json!({ "cacheDisabled": true }));
        browser.tell("Fetch.enable", json!({ "patterns": [{ "urlPattern": "*" }] }));
        Some(browser)
    }

    /// Goes to a page under the site's root, and waits until it has loaded.
    pub fn open(&mut self, path: &str) {
        let url = format!("{}{path}", self.home);
        let before = self.loads;
        self.tell("Page.navigate", json!({ "url": url }));
        self.until("a page", |browser| browser.loads > before);
    }

    /// As a reader would; waits for the page that it leads to.
    pub fn click(&mut self, selector: &str) {
        let before = self.loads;
        self.evaluate(&format!("document.querySelector({}).click()", json!(selector)));
        self.until(selector, |browser| browser.loads > before);
    }

    pub fn back(&mut self) {
        let before = self.navigations;
        self.evaluate("history.back()");
        self.until("the page before", |browser| browser.navigations > before);
        // It may come whole from the browser's memory, and then nothing is loaded.
        self.evaluate(
            "new Promise(done => document.readyState === 'complete' ? done() : addEventListener('load', done))",
        );
    }

    /// A key that goes down and up again: its name and, if it writes something, its text.
    pub fn press(&mut self, key: &str, text: &str) {
        let code = if key == "Tab" { 9 } else { 13 };
        for kind in ["keyDown", "keyUp"] {
            let event = json!({ "type": kind, "key": key, "text": text, "windowsVirtualKeyCode": code });
            self.tell("Input.dispatchKeyEvent", event);
        }
    }

    /// Bytes of all that was loaded so far, but of pictures elsewhere.
    pub fn weight(&self) -> u64 {
        self.loaded.values().filter(|(kind, _)| kind != "Image").map(|(_, weight)| weight).sum()
    }

    /// `light` or `dark`, and how wide the window is.
    pub fn look(&mut self, theme: &str, width: u32) {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": theme }] });
        self.tell("Emulation.setEmulatedMedia", features);
        let window = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500 });
        self.tell("Emulation.setDeviceMetricsOverride", window);
    }

    /// From the next page on, it is this moment (RFC 3339).
    pub fn set_clock(&mut self, now: &str) {
        let source = format!("{{ const now = Date.parse({}); Date.now = () => now; }}", json!(now));
        self.tell("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source }));
    }

    pub fn set_scripts(&mut self, run: bool) {
        self.tell("Emulation.setScriptExecutionDisabled", json!({ "value": !run }));
    }

    /// The value of an expression, a promise's once it is kept.
    pub fn evaluate(&mut self, expression: &str) -> Value {
        let call = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let answer = self.tell("Runtime.evaluate", call);
        assert!(answer.get("exceptionDetails").is_none(), "{expression:.200}: {answer}");
        answer["result"]["value"].clone()
    }

    pub fn text(&mut self, selector: &str) -> String {
        let value = self.evaluate(&format!("document.querySelector({})?.textContent.trim() ?? ''", json!(selector)));
        value.as_str().unwrap().to_owned()
    }

    /// Where it is, under the site's root.
    pub fn path(&mut self) -> String {
        let url = self.evaluate("location.href").as_str().unwrap().to_owned();
        url.strip_prefix(&self.home).unwrap_or(&url).to_owned()
    }

    fn until(&mut self, what: &str, is_there: impl Fn(&Self) -> bool) {
        while !is_there(self) {
            self.hear(what);
        }
    }

    fn tell(&mut self, method: &str, params: Value) -> Value {
        let id = self.send(method, params);
        loop {
            let message = self.hear(method);
            if message["id"] == id {
                assert!(message.get("error").is_none(), "{method}: {}", message["error"]);
                return message["result"].clone();
            }
        }
    }

    fn send(&mut self, method: &str, params: Value) -> u64 {
        self.last_id += 1;
        let mut message = json!({ "id": self.last_id, "method": method });
        message["params"] = params;
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        self.to.write_all(format!("{message}\0").as_bytes()).unwrap();
        self.last_id
    }

    fn hear(&mut self, waiting_for: &str) -> Value {
        let message =
            self.from.recv_timeout(PATIENCE).unwrap_or_else(|error| panic!("waiting for {waiting_for}: {error}"));
        let params = &message["params"];
        match message["method"].as_str().unwrap_or_default() {
            "Fetch.requestPaused" => self.answer(params),
            "Runtime.exceptionThrown" => self.complaints.push(params["exceptionDetails"].to_string()),
            "Log.entryAdded" => self.complaints.push(params["entry"].to_string()),
            "Runtime.consoleAPICalled" => self.complaints.push(params["args"].to_string()),
            "Page.loadEventFired" => self.loads += 1,
            "Page.frameNavigated" => self.navigations += 1,
            "Network.responseReceived" => {
                let kind = params["type"].as_str().unwrap().to_owned();
                self.loaded.insert(params["requestId"].to_string(), (kind, 0));
            }
            "Network.loadingFinished" => {
                if let Some((_, weight)) = self.loaded.get_mut(&params["requestId"].to_string()) {
                    *weight = params["encodedDataLength"].as_u64().unwrap();
                }
            }
            _ => {}
        }
        message
    }

    fn answer(&mut self, params: &Value) {
        let (request, id) = (&params["request"], &params["requestId"]);
        let url = request["url"].as_str().unwrap().to_owned();
        if url.starts_with(&self.home) {
            self.send("Fetch.continueRequest", json!({ "requestId": id }));
            return;
        }
        let kind = params["resourceType"].as_str().unwrap().to_owned();
        let referrer = request["headers"]["Referer"].as_str().map(str::to_owned);
        let body = if kind == "Image" { PICTURE } else { "" };
        let answer = json!({
            "requestId": id,
            "responseCode": 200,
            "responseHeaders": [{ "name": "Content-Type", "value": "image/svg+xml" }],
            "body": data_encoding::BASE64.encode(body.as_bytes()),
        });
        self.send("Fetch.fulfillRequest", answer);
        self.abroad.push(Request { url, kind, referrer });
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.session.clear();
        let _ = self.to.write_all(b"{\"id\":0,\"method\":\"Browser.close\"}\0");
        let _ = self.process.wait();
    }
}

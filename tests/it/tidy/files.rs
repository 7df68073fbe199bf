//! The repository's files.

use std::fs;
use std::path::Path;

/// A file and its text.
pub struct File {
    /// In the repository, with `/` between its parts.
    pub path: String,
    /// Bytes that are no text are replaced.
    pub text: String,
}

impl File {
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }
}

/// All of them.
pub fn all() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ignored = fs::read_to_string(root.join(".gitignore")).unwrap();
    let ignored: Vec<&str> = ignored.lines().chain(["/.git"]).collect();
    let mut files = Vec::new();
    collect(root, "", &ignored, &mut files);
    files
}

/// The library's and the program's code.
pub fn code() -> Vec<File> {
    let is_code = |file: &File| {
        let path = Path::new(&file.path);
        path.starts_with("src") && path.extension().is_some_and(|extension| extension == "rs")
    };
    all().into_iter().filter(is_code).collect()
}

fn collect(folder: &Path, prefix: &str, ignored: &[&str], files: &mut Vec<File>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(Result::unwrap).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().into_string().unwrap();
        let path = format!("{prefix}{name}");
        if ignored.iter().any(|pattern| is_like(pattern, &path, &name)) {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{path}/"), ignored, files);
        } else {
            let text = String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned();
            files.push(File { path, text });
        }
    }
}

/// As far as our .gitignore goes: `/at-the-root`, `anywhere`, and one `*` in either.
fn is_like(pattern: &str, path: &str, name: &str) -> bool {
    let (pattern, text) = pattern.strip_prefix('/').map_or((pattern, name), |pattern| (pattern, path));
    match pattern.split_once('*') {
        Some((start, end)) => text.strip_prefix(start).is_some_and(|rest| rest.ends_with(end)),
        None => text == pattern,
    }
}

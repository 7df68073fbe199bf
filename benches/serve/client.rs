//! A client that costs little: it reads of an answer what says where it ends, and drops the body.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::Result;

const BUFFER: usize = 128 * 1024;

/// A connection that is kept open.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// An answer without its body.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Of the body, in bytes.
    pub length: usize,
    head: String,
}

impl Connection {
    pub fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        Ok(Self { stream, buffer: vec![0; BUFFER] })
    }

    /// Sends a request and reads its answer to the end.
    pub fn ask(&mut self, request: &str) -> Result<Answer> {
        self.stream.write_all(request.as_bytes())?;
        let mut filled = 0;
        let end = loop {
            filled += self.read(filled)?;
            if let Some(end) = self.buffer[..filled].windows(4).position(|four| four == b"\r\n\r\n") {
                break end;
            }
        };
        let head = String::from_utf8(self.buffer[..end].to_vec())?;
        let status = head.get(9..12).ok_or("an answer without a status")?.parse()?;
        let mut answer = Answer { status, length: 0, head };
        if status != 304 {
            answer.length = answer.header("content-length").ok_or("an answer without its length")?.parse()?;
        }
        let mut rest = answer.length.checked_sub(filled - end - 4).ok_or("more than the answer came")?;
        while rest > 0 {
            rest = rest.checked_sub(self.read(0)?).ok_or("more than the answer came")?;
        }
        Ok(answer)
    }

    fn read(&mut self, from: usize) -> Result<usize> {
        match self.stream.read(&mut self.buffer[from..])? {
            0 => Err("the server closed a connection".into()),
            read => Ok(read),
        }
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let fields = self.head.lines().filter_map(|line| line.split_once(':'));
        fields.into_iter().find(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }
}

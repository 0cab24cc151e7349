//! An echo with the socket set-up of `/live`, for the Autobahn cases (`tests/security/websocket/run autobahn`).
//!
//! Prints its address. With `--large` messages may be as long as those cases demand.

use std::error::Error;

use leeward::app::door::Door;
use leeward::app::socket_probe::echo;
use leeward::config::Config;
use leeward::config::read::Given;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let large = std::env::args().any(|argument| argument == "--large");
    let config = Config::from_given(&Given::from_pairs(&[("listen", "127.0.0.1:0"), ("data_dir", "/nonexistent")]))?;
    let door = Door::open("LEEWARD_LISTEN", &config.listen.listen)?;
    println!("127.0.0.1:{}", door.port().ok_or("no port")?);
    echo(&config, door, large).await?;
    Ok(())
}

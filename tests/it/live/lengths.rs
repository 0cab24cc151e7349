//! The heads of the texts that a server sends (RFC 6455 §5.2): three ways to say a length.

use futures_util::{SinkExt, StreamExt};
use leeward::app::door::Door;
use leeward::app::socket_probe::echo;
use leeward::config::Config;
use leeward::config::read::Given;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;

#[tokio::test]
async fn texts_of_every_length_arrive_whole_and_a_ping_between_them_is_answered_behind() {
    let given = Given::from_pairs(&[("listen", "127.0.0.1:0"), ("data_dir", "/nonexistent")]);
    let config = Config::from_given(&given).unwrap();
    let door = Door::open("LEEWARD_LISTEN", &config.listen.listen).unwrap();
    let address = format!("ws://127.0.0.1:{}/", door.port().unwrap());
    let server = tokio::spawn(async move { echo(&config, door, true).await });
    let (mut socket, _) = connect_async(address).await.unwrap();
    // The last one is more than the system takes at once, so it goes out in pieces.
    for length in [0, 1, 125, 126, 127, 65_535, 65_536, 8_000_000] {
        let said = Message::text("x".repeat(length));
        socket.send(said.clone()).await.unwrap();
        socket.send(Message::Ping("still here".into())).await.unwrap();
        let heard = socket.next().await.unwrap().unwrap();
        assert!(heard == said, "{length} bytes came back as {}", heard.len());
        assert_eq!(socket.next().await.unwrap().unwrap(), Message::Pong("still here".into()), "behind {length} bytes");
    }
    server.abort();
}

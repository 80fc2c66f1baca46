//! One visit against an edge that keeps its promises, over a network that keeps none: frames and answers
//! are lost with every cut, requests arrive whose answers do not, tabs hide, the panel opens and closes.
//!
//! Whatever happens: what is shown as sent is stored (G1), each message is shown once and in the order of
//! the edge (G2, G3), nothing unsent is lost (G4, G6). And once the network is well, all of it arrives.
#![expect(clippy::unwrap_used, reason = "a test says with a panic what it did not expect")]

mod world;

use proptest::prelude::*;
use visit::Event;
use wire::Mode;
use wire::visitor::Hears;

use crate::world::{Step, World, step};

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn g1_g2_g3_g4_g5_g6_everything_arrives_once_and_in_order(
        mode in prop_oneof![Just(Mode::Live), Just(Mode::Messaging)],
        seed in any::<u64>(),
        keeps in any::<bool>(),
        steps in prop::collection::vec(step(), 1..120),
    ) {
        let mut world = World::new(mode, seed, keeps);
        for step in steps {
            world.run(&step);
        }
        world.heal();
        let shown: Vec<_> =
            world.visit.entries(world.now).map(|entry| (entry.seq, entry.id.clone())).collect();
        let stored: Vec<_> = world.store.iter().map(|held| (Some(held.seq), held.id.clone())).collect();
        prop_assert_eq!(shown, stored);
        for id in &world.written {
            let times = world.store.iter().filter(|held| held.id.as_str() == id.as_str()).count();
            prop_assert_eq!(times, 1, "{} is stored once", id);
        }
        prop_assert!(world.kept.is_empty(), "what is stored is kept no longer: {:?}", world.kept);
        prop_assert_eq!(world.visit.unread(), 0);
    }

    #[test]
    fn g3_frames_in_any_order_and_number_show_each_message_once(
        order in prop::collection::vec(1_u32..20, 1..80),
    ) {
        let mut world = World::new(Mode::Live, 1, true);
        world.run(&Step::Write);
        world.heal();
        for _ in 1..20 {
            world.run(&Step::Answer);
        }
        if let Some(socket) = &mut world.socket {
            socket.clear();
        }
        for seq in &order {
            let message = world.store[*seq as usize - 1].clone();
            world.tell(Event::Heard(Hears::Message(message)));
        }
        // What no frame told of comes with the next greeting.
        world.run(&Step::Cut(1006));
        world.heal();
        prop_assert_eq!(world.visit.entries(world.now).count(), world.store.len());
    }
}

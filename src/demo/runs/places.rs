//! Runs that start by themselves: where, and what is said there. Some of them fail, ask somebody or send a sub-agent, as runs do.
//! Refuses to know what is answered; the scenes do.

use crate::demo::world::{World, chance, ids};

/// A session that lives on its own, and what is said to it when it does.
struct Place {
    key: &'static str,
    says: &'static [&'static str],
}

/// Where something starts by itself. Who waits for a yes starts nothing else, so only one place asks for it.
static PLACES: [Place; 6] = [
    Place { key: "agent:ops:main", says: &["How are the servers?", "Run the health check", "Make a chart of the load"] },
    Place {
        key: "agent:main:telegram:direct:4711",
        says: &["What is on my calendar?", "Summarise the news", "A table of the trains, please", "Does the importer still crash?"],
    },
    Place {
        key: "agent:ops:slack:channel:c042",
        says: &["Why did the build fail?", "Show the diff of the fix", "Plan the rollout as a task"],
    },
    Place {
        key: "agent:research:discord:channel:papers",
        says: &["Think about the trade-offs", "Compare the models in a table", "Delegate reading the new papers"],
    },
    Place { key: "agent:home:main", says: &["Is the heating on?", "Write the code for the blinds"] },
    Place { key: "agent:ops:slack:channel:c007", says: &["Restart the index", "Deploy the fix of the importer"] },
];

/// So many runs at once are enough; those that wait for somebody do not count.
const ENOUGH: usize = 5;

/// Something starts by itself in one of the places, unless enough goes on already.
pub fn start(world: &mut World) {
    if world.runs.iter().filter(|run| run.due().is_some()).count() >= ENOUGH {
        return;
    }
    let is_free =
        |world: &World, key: &str| world.sessions.get(key).is_some_and(|session| session.run.is_none() && session.archived_at.is_none());
    let free: Vec<&Place> = PLACES.iter().filter(|place| is_free(world, place.key)).collect();
    let Some(place) = free.get(chance::place(&mut world.dice, free.len())) else { return };
    let text = place.says[chance::place(&mut world.dice, place.says.len())];
    let id = ids::uuid(&mut world.dice);
    super::send(world, place.key, text, &id);
}

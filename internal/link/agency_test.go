package link

const agencyText = `TARSK (Halcyon Wire) - Warplanes struck a vegetable market in the town of Tarsk on Sunday, killing at least 14 people, the Kestrin health directorate said.
Three children were among the dead, said a doctor who runs the emergency ward of the town's only hospital. She said that blood was running out.
The army gave a lower figure. Nine fighters had been killed, its spokesman said in a statement read out on the evening news.
Witnesses told of two jets that circled the town before dropping four bombs shortly before noon. Traders dug through the stalls with bare hands.
Last month a raid on a bus depot in nearby Pellin killed six people.
`

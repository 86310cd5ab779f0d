"""Prints all messages of a stream of NATS JetStream, a line "kind cursor event" each: jetstream.py URL STREAM."""
import asyncio
import sys

import nats


async def main():
    connection = await nats.connect(sys.argv[1], allow_reconnect=False, connect_timeout=5)
    stream = connection.jetstream()
    state = (await stream.stream_info(sys.argv[2])).state
    for sequence in range(state.first_seq, state.last_seq + 1):
        message = await stream.get_msg(sys.argv[2], sequence)
        event = message.data.decode()
        if '"type":"fact.' in event:
            assert message.subject.startswith("facts."), message.subject
        print(message.headers["Courant-Kind"], message.headers["Courant-Cursor"], event)
    await connection.close()


asyncio.run(main())

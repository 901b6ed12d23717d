"""One folder a channel: how its messages travel, and what it promises.

inbox: exactly once. A unique row for each text and person is written in the transaction that
marks the message sent.

e-mail: never lost. A message is marked sent after the mail server took it, before the next one
is handed over: a worker that is killed in between repeats that one message, with the same
Message-ID, so that a mailbox can tell. So does a connection that breaks before the answer.
"""

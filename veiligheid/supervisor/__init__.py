"""The embedded system behind `make run`: database, broker, web, jobs and mail catcher on one machine.

state       where data, sockets, logs and secrets live; one supervisor at a time
postgres    the binaries, the cluster, the account it runs under
roles       the five database roles and the prepared database
valkey      the message broker
mailcatcher an SMTP server that keeps what it receives
parts       one supervised process: start, readiness, log, stop
watch       starts in order, restarts with a limit, stops in reverse order
application the parts of this project and how they are wired
"""

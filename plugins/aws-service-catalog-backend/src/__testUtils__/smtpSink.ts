import { EventEmitter, once } from 'node:events';
import { AddressInfo } from 'node:net';
import { ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A mail server that keeps what it gets. */
export type SmtpSink = {
  port: number;
  /** Everything so far, oldest first. */
  mails: ParsedMail[];
  /** Waits until there are so many. */
  waitFor(count: number): Promise<void>;
  close(): Promise<void>;
};

/** Starts an {@link SmtpSink} on a free port of the loopback interface. */
export async function startSmtpSink(): Promise<SmtpSink> {
  const mails: ParsedMail[] = [];
  const arrivals = new EventEmitter();
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, _session, done) {
      simpleParser(stream).then(mail => {
        mails.push(mail);
        arrivals.emit('mail');
        done();
      }, done);
    },
  });
  const server = smtp.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    async waitFor(count) {
      while (mails.length < count) {
        await once(arrivals, 'mail');
      }
    },
    close: () => new Promise<void>(resolve => smtp.close(() => resolve())),
  };
}

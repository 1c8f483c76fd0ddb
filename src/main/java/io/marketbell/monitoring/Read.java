package io.marketbell.monitoring;

/** A question to this room, with what it was asked for; equal questions have the same answer for a moment. */
interface Read {

    Answer answer(Moment moment);
}

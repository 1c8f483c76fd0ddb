package io.marketbell.stream;

/** What the server asks of the application before it stops: by the process's directory of beans, as they share no class. */
public interface FarewellMBean {
    /** Says it, and returns when all is said. */
    void say();
}

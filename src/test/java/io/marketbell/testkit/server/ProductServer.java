package io.marketbell.testkit.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Marks a test class that uses the product's server, of which only one runs at a time. Such classes never run in
 * parallel with each other, but may run in parallel with in-container tests, which have their own server. {@link
 * ServersInTurn} groups the classes that use the shared server, so that it is started once.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ResourceLock("the product's server")
@Execution(ExecutionMode.CONCURRENT)
public @interface ProductServer {
    /** Whether the class uses only {@link MarketbellServer#shared()}. */
    boolean shared() default false;
}

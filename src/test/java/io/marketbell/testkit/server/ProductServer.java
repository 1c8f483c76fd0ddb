package io.marketbell.testkit.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A test class that asks the product's server, of which one runs at a time: such classes never run beside each other, but
 * beside in-container tests, which have a server of their own. {@link ServersInTurn} lets those of the shared server
 * follow one another, so that it is started once.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ResourceLock("the product's server")
@Execution(ExecutionMode.CONCURRENT)
public @interface ProductServer {
    /** Whether {@link MarketbellServer#shared()} is all that the class needs. */
    boolean shared() default false;
}

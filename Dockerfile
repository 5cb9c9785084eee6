# The bot alone: no playground, no tests, no build tools, no compiler, no pip.
# The test "the image without an engine" (tests/test_image.py) reads this file and does what it says.
# To pin the base by digest, see CONTRIBUTING, "The image".

FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /opt/trust-habits
ENV PATH=/opt/trust-habits/bin:$PATH
COPY requirements.lock requirements-build.lock ./
RUN python -m pip install --disable-pip-version-check --require-hashes \
    -r requirements.lock -r requirements-build.lock
COPY . .
RUN python -m pip install --disable-pip-version-check --no-deps --no-build-isolation . \
    && python -m pip uninstall -y setuptools pip

FROM python:3.13-slim
# The base image brings a pip of its own; nothing is ever installed here.
RUN rm -rf /usr/local/bin/pip* /usr/local/lib/python3*/site-packages/pip* \
    /usr/local/lib/python3*/ensurepip \
    && install -d -m 0700 -o 10001 -g 10001 /data
COPY --from=build /opt/trust-habits /opt/trust-habits
ENV PATH=/opt/trust-habits/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/data \
    TRUST_DATABASE_URL=sqlite:////data/trust.db
WORKDIR /data
USER 10001:10001
VOLUME ["/data"]
HEALTHCHECK --interval=60s --timeout=10s --start-period=60s --retries=3 \
    CMD ["trust-habits", "check", "--live"]
ENTRYPOINT ["trust-habits"]
CMD ["run"]

# One image serves the web, worker, reconciler and migration services; the command selects one.
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
COPY requirements-server.lock requirements-build.lock /build/
RUN /venv/bin/pip install --require-hashes -r /build/requirements-server.lock
RUN python -m venv /builder && /builder/bin/pip install --require-hashes -r /build/requirements-build.lock
# Installed rather than copied: every grading records the version of the distribution.
WORKDIR /build/source
COPY pyproject.toml README.md LICENSE ./
COPY reference reference
COPY exercises exercises
COPY grader grader
COPY playground playground
COPY server server
RUN /builder/bin/python -m hatchling build --target wheel --directory /build/dist
RUN /venv/bin/pip install --no-deps --no-index /build/dist/*.whl

FROM python:3.13-slim
# This user cannot log in. The sandbox removes further privileges from each submission.
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin chainrule
COPY --from=build /venv /venv
WORKDIR /app
# pip has compiled every module, because the file system is read-only at run time.
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "-c", "python:server.gunicorn", "--bind", "0.0.0.0:8000", "server:create_app()"]

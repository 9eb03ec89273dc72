# One image serves the web, worker, reconciler and migration services; the command selects one.
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
COPY requirements-server.lock /build/
RUN /venv/bin/pip install --require-hashes -r /build/requirements-server.lock

FROM python:3.13-slim
# This user cannot log in. The sandbox removes further privileges from each submission.
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin chainrule
COPY --from=build /venv /venv
WORKDIR /app
COPY reference reference
COPY exercises exercises
COPY grader grader
COPY server server
ENV PATH=/venv/bin:$PATH PYTHONPATH=/app PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
# Compile once here, because the file system is read-only at run time.
RUN PYTHONDONTWRITEBYTECODE= python -m compileall -q reference exercises grader server
USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "-c", "python:server.gunicorn", "--bind", "0.0.0.0:8000", "server:create_app()"]
